import {defineFlag, type Flag} from '../cobra/flag.ts';
import {bool, parseInteger, text} from '../cobra/flag-kinds.ts';
import type {KindCall} from './app.ts';
import {defaultClusterName} from './version.ts';

/** The flags of every command. */
export const globalFlags = {
  verbosity: defineFlag(
    'verbosity',
    {short: 'v', usage: 'info log verbosity, higher value produces more output'},
    {type: 'int32', initial: 0, set: (_, given) => parseInteger(given, 'ParseInt')},
  ),
  quiet: bool('quiet', {short: 'q', usage: 'silence all stderr output'}),
};

/** `--name` of a cluster. */
export function nameFlag(usage: string): Flag<string> {
  return text('name', {short: 'n', usage, initial: defaultClusterName});
}

/** `--kubeconfig`: which file is written. */
export const kubeconfigFlag = text('kubeconfig', {
  usage: 'sets kubeconfig path instead of $KUBECONFIG or $HOME/.kube/config',
});

export const internalFlag = bool('internal', {usage: 'use internal address instead of external'});

/** The cluster that is meant: `--name`, else KIND_CLUSTER_NAME, else the flag's own default. */
export function clusterNameOf({app, get, changed}: KindCall, name: Flag<string>): string {
  const named = app.context.env['KIND_CLUSTER_NAME'];
  return !changed(name) && named ? named : get(name);
}
