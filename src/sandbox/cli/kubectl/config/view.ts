import {collectBytes, encodeBase64} from '../../bytes.ts';
import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {type Json, text, withKey} from '../json.ts';
import {tidied} from '../kubeconfig/edit.ts';
import {
  type Kubeconfig,
  pathFromKubeconfig,
  type Stanza,
  type StanzaKind,
  valueKeyOf,
} from '../kubeconfig/kubeconfig.ts';
import {toOrderedJson} from '../print/json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {outputOptions, printerFor} from '../print/printer.ts';
import {readConfig} from './where.ts';

const flags = {
  ...outputFlags({initial: 'yaml'}),
  flatten: bool('flatten', {
    usage:
      'Flatten the resulting kubeconfig file into self-contained output (useful for creating portable kubeconfig files)',
  }),
  merge: bool('merge', {usage: 'Merge the full hierarchy of kubeconfig files', initial: true}),
  minify: bool('minify', {usage: 'Remove all information not used by current-context from the output'}),
  raw: bool('raw', {usage: 'Display raw byte data and sensitive data'}),
} as const;

export const view = defineCommand({
  usage: '[flags]',
  short: 'Display merged kubeconfig settings or a specified kubeconfig file',
  long: 'Display merged kubeconfig settings or a specified kubeconfig file.\n\n You can use --output jsonpath={...} to extract specific values using a jsonpath expression.',
  examples:
    '# Show merged kubeconfig settings\nkubectl config view\n\n# Show merged kubeconfig settings, raw certificate data, and exposed secrets\nkubectl config view --raw',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app} = call;
    const config = tidied(await shownConfig(call, await readConfig(app)));
    const options = outputOptions(call, flags);
    if (options.output === 'json') await app.print(`${toOrderedJson(inOrder(config))}\n`);
    else await app.print((await printerFor(app, options)).text(config));
    return 0;
  },
});

function inOrder({kind, apiVersion, ...rest}: Json): Json {
  return {kind, apiVersion, ...rest};
}

async function shownConfig({app, get}: KubectlCall, all: Kubeconfig): Promise<Json> {
  const config = get(flags.minify) ? minified(app, all) : all;
  const stanza = async (kind: StanzaKind, one: Stanza) => {
    const whole = get(flags.flatten) ? await flattened(app, one) : one.value;
    return {name: one.name, [valueKeyOf(kind)]: get(flags.raw) || get(flags.flatten) ? whole : hidden(whole)};
  };
  const listed = (kind: StanzaKind) => Promise.all([...config[kind].values()].map((one) => stanza(kind, one)));
  return {
    clusters: await listed('clusters'),
    users: await listed('users'),
    contexts: await listed('contexts'),
    'current-context': config.currentContext,
    preferences: config.preferences,
  };
}

/** Only what the current context needs. */
function minified({options}: Kubectl, config: Kubeconfig): Kubeconfig {
  const name = options.context || config.currentContext;
  if (name === '') throw new Error('current-context must exist in order to minify');
  const context = config.contexts.get(name);
  if (context === undefined) throw new Error(`cannot locate context ${name}`);
  const only = (all: ReadonlyMap<string, Stanza>, wanted: string) => {
    const one = all.get(wanted);
    return new Map(one === undefined ? [] : [[wanted, one]]);
  };
  return {
    ...config,
    currentContext: name,
    contexts: new Map([[name, context]]),
    clusters: only(config.clusters, text(context.value['cluster'])),
    users: only(config.users, text(context.value['user'])),
  };
}

const secretKeys = ['token', 'password'];

function hidden(value: Json): Json {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key.endsWith('-data')) return [key, 'DATA+OMITTED'];
      return [key, secretKeys.includes(key) ? 'REDACTED' : item];
    }),
  );
}

/** The certificates themselves instead of the paths of their files. */
async function flattened({context}: Kubectl, stanza: Stanza): Promise<Json> {
  let value = stanza.value;
  for (const key of ['certificate-authority', 'client-certificate', 'client-key']) {
    const path = text(value[key]);
    if (path === '') continue;
    const bytes = await collectBytes(context.files.read(pathFromKubeconfig(context, stanza, path)));
    value = {...withKey(value, key, undefined), [`${key}-data`]: encodeBase64(bytes)};
  }
  return value;
}
