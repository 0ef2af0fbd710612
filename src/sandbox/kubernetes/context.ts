import {homedir} from 'node:os';
import {delimiter, join} from 'node:path';
import type {Clock} from '../../clock.ts';
import {LearnError} from '../../errors.ts';
import {writeWhole} from '../../whole-file.ts';
import {createKubernetesApi} from './api.ts';
import {type Cluster, contextIn, readText} from './cluster.ts';
import {credentialsOf} from './credentials.ts';
import {atHome, type Front, follow, freshKubeconfig} from './kubeconfig.ts';
import {entriesOf, type KubeconfigEntries} from './kubeconfig-files.ts';
import {textAt} from './read-object.ts';
import {discover, type Resource} from './resources.ts';
import type {Upstream} from './upstream.ts';

/** What the course has for its own in somebody else's cluster. */
export const courseNamespace = 'k8s-learn';

/** A context of the learner's own kubeconfig. Its files are read, and never written. */
export interface Context {
  readonly name: string;
  /** `https://10.0.0.1:6443` */
  readonly server: string;
  upstream(): Upstream;
  close(): void;
}

/** Finds a context in the learner's kubeconfig. Rejects with CONTEXT_UNKNOWN, and with what a credential plugin says. */
export async function findContext(name: string, env: NodeJS.ProcessEnv, clock: Clock): Promise<Context> {
  const files = kubeconfigFiles(env);
  const entries = entriesOf(files);
  const context = entries.contexts.get(name);
  const cluster = entries.clusters.get(textAt(context, 'cluster'));
  if (!context || !cluster) throw unknown(name, entries, files);
  const credentials = await credentialsOf(entries.users.get(textAt(context, 'user')) ?? {}, env, clock);
  const serverName = textAt(cluster, 'tls-server-name');
  const place = {
    server: textAt(cluster, 'server'),
    authority: textAt(cluster, 'authority'),
    ...(serverName === '' ? {} : {serverName}),
    ...(cluster['insecure-skip-tls-verify'] === true ? {insecure: true} : {}),
  };
  return {name, server: place.server, upstream: () => ({...place, ...credentials.now()}), close: credentials.close};
}

function kubeconfigFiles(env: NodeJS.ProcessEnv): readonly string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  return listed.length > 0 ? listed : [join(env['HOME'] || homedir(), '.kube', 'config')];
}

function unknown(name: string, {contexts}: KubeconfigEntries, files: readonly string[]): LearnError {
  const known = [...contexts.keys()];
  return new LearnError({
    code: 'CONTEXT_UNKNOWN',
    message: `There is no context ${name} in ${files.join(', ')}.`,
    fix: known.length > 0 ? `There are: ${known.join(', ')}.` : 'It has no contexts at all.',
    exitCode: 2,
  });
}

/** That cluster as the course knows it, with a kubeconfig of its own that leads to our listener. */
export function openContext(options: {
  readonly context: Context;
  readonly kubeconfig: string;
  readonly front: Front;
  readonly clock: Clock;
}): Cluster {
  const {context, kubeconfig, front} = options;
  const {name} = context;
  const api = createKubernetesApi(() => context.upstream());
  let known: Promise<readonly Resource[]> | undefined;
  const text = readText(kubeconfig);
  writeWhole(kubeconfig, led(text) ?? freshKubeconfig(name, front, courseNamespace), 0o600);

  function led(before: string): string | undefined {
    try {
      const home = contextIn(before, name);
      return home.leadsHere ? (follow(before, name, front) ?? before) : undefined;
    } catch {
      // Broken by hand: it is made anew.
      return undefined;
    }
  }

  return {
    name,
    home: {context: name, namespace: courseNamespace, whole: false},
    api,
    upstream: () => context.upstream(),
    resources(how = 'known') {
      if (known === undefined || how === 'anew') known = discover(api);
      known.catch(() => {
        known = undefined;
      });
      return known;
    },
    learnersContext: () => contextIn(readText(kubeconfig), name),
    leadHome() {
      const home = atHome(readText(kubeconfig), name, front, courseNamespace);
      if (home !== undefined) writeWhole(kubeconfig, home, 0o600);
    },
    onChange: () => () => {},
    close: () => api.close(),
  };
}
