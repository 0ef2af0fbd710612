import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl, type KubectlCall, type KubectlCommand} from '../app.ts';
import {UsageError} from '../errors.ts';
import {text as textOf} from '../json.ts';
import {Grid} from '../print/grid.ts';
import {noHeaders} from '../print/output-flags.ts';
import {showUsage} from './usage.ts';
import {editorOf, pathsOf, readConfig} from './where.ts';

const output = text('output', {short: 'o', usage: 'Output format. One of: (name).'});

export const getContexts = defineCommand({
  usage: '[(-o|--output=)name)]',
  short: 'Describe one or many contexts',
  long: 'Display one or many contexts from the kubeconfig file.',
  examples:
    '# List all the contexts in your kubeconfig file\nkubectl config get-contexts\n\n# Describe one context in your kubeconfig file\nkubectl config get-contexts my-context',
  flags: [output, noHeaders],
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    const format = get(output);
    if (format !== '' && format !== 'name') throw new UsageError(`output must be one of '' or 'name': ${format}`);
    const {contexts, currentContext} = await readConfig(app);
    const names = args.length === 0 ? [...contexts.keys()].sort() : args;
    const found = names.filter((name) => contexts.has(name));
    const rows = found.map((name) => {
      const value = contexts.get(name)?.value;
      return [
        name === currentContext ? '*' : '',
        name,
        ...['cluster', 'user', 'namespace'].map((key) => textOf(value?.[key])),
      ];
    });
    const heading = ['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'];
    if (format === 'name') await app.print(found.map((name) => `${name}\n`).join(''));
    else await app.print(new Grid().lines([...(get(noHeaders) ? [] : [heading]), ...rows]));
    const missing = names.filter((name) => !contexts.has(name));
    if (missing.length > 0) throw new Error(missing.map((name) => `context ${name} not found`).join('\n'));
    return 0;
  },
});

export const currentContext = defineCommand({
  usage: '[flags]',
  short: 'Display the current-context',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run({app}) {
    const {currentContext: name} = await readConfig(app);
    if (name === '') throw new Error('current-context is not set');
    await app.print(`${name}\n`);
    return 0;
  },
});

export const useContext: KubectlCommand = defineCommand({
  usage: 'CONTEXT_NAME',
  short: 'Set the current-context in a kubeconfig file',
  examples: '# Use the context for the minikube cluster\nkubectl config use-context minikube',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run({app, args}) {
    const [name = '', ...more] = args;
    if (name === '' || more.length > 0) return showUsage(app, useContext, {names: ['use-context', 'use'], args});
    const editor = await editorOf(app);
    if (!editor.kubeconfig.contexts.has(name))
      throw new Error(`no context exists with the name: ${JSON.stringify(name)}`);
    await editor.setCurrentContext(name);
    await app.print(`Switched to context ${JSON.stringify(name)}.\n`);
    return 0;
  },
});

const current = bool('current', {usage: 'Modify the current context'});

export const setContext = defineCommand({
  usage: '[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  short: 'Set a context entry in kubeconfig',
  long: 'Set a context entry in kubeconfig.\n\n Specifying a name that already exists will merge new fields on top of existing values for those fields.',
  examples:
    '# Set the user field on the gce context entry without touching other values\nkubectl config set-context gce --user=cluster-admin',
  flags: [current],
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app} = call;
    const editor = await editorOf(app);
    const name = contextName(call, editor.kubeconfig.currentContext);
    const before = editor.kubeconfig.contexts.get(name);
    const {cluster, user, namespace} = app.options;
    const given = Object.entries({cluster, user, namespace}).filter(([, value]) => value !== '');
    const value = {cluster: '', user: '', ...before?.value, ...Object.fromEntries(given)};
    await editor.put('contexts', name, value);
    await app.print(`Context ${JSON.stringify(name)} ${before === undefined ? 'created' : 'modified'}.\n`);
    return 0;
  },
});

function contextName({args, get}: KubectlCall, current_: string): string {
  const [name = '', ...more] = args;
  const isCurrent = get(current);
  if (more.length > 0) throw new UsageError(`Unexpected args: [${args.join(' ')}]`);
  if (name === '' && !isCurrent) throw new Error('you must specify a non-empty context name or --current');
  if (name !== '' && isCurrent) throw new Error('you cannot specify both a context name and --current');
  if (isCurrent && current_ === '') throw new Error('no current context is set');
  return isCurrent ? current_ : name;
}

export const renameContext: KubectlCommand = defineCommand({
  usage: 'CONTEXT_NAME NEW_NAME',
  short: 'Rename a context from the kubeconfig file',
  examples:
    "# Rename the context 'old-name' to 'new-name' in your kubeconfig file\nkubectl config rename-context old-name new-name",
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run({app, args}) {
    const [from = '', to = '', ...more] = args;
    if (from === '' || to === '' || more.length > 0)
      return showUsage(app, renameContext, {names: ['rename-context'], args});
    const editor = await editorOf(app);
    const found = editor.kubeconfig.contexts.get(from);
    const place = firstPath(app);
    if (found === undefined) throw new Error(`cannot rename the context ${JSON.stringify(from)}, it's not in ${place}`);
    if (editor.kubeconfig.contexts.has(to)) {
      throw new Error(
        `cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${place}`,
      );
    }
    await editor.drop('contexts', from);
    await editor.put('contexts', to, found.value);
    if (editor.kubeconfig.currentContext === from) await editor.setCurrentContext(to);
    await app.print(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
    return 0;
  },
});

/** The file that sentences name. */
export function firstPath(kubectl: Kubectl): string {
  return pathsOf(kubectl).paths[0] ?? '';
}
