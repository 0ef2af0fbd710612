import {linesOf} from '../../bytes.ts';
import {bool, text as textFlag} from '../../cobra/flag-kinds.ts';
import type {Kubectl, KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {commaList, eachText} from '../flag-kinds.ts';
import {type Json, object, objects, sortedTexts, text} from '../json.ts';
import type {Found} from '../resources/target.ts';
import {isMeant, podSpecOf, withContainers, withPodSpec} from './pod-template.ts';
import {type SetPlan, setCommand} from './set-command.ts';

const flags = {
  containers: textFlag('containers', {
    short: 'c',
    usage: 'The names of containers in the selected pod templates to change - may use wildcards',
    initial: '*',
  }),
  env: eachText('env', {
    short: 'e',
    usage: 'Specify a key-value pair for an environment variable to set into each container.',
  }),
  from: textFlag('from', {usage: 'The name of a resource from which to inject environment variables'}),
  keys: commaList('keys', {usage: 'Comma-separated list of keys to import from specified resource'}),
  list: bool('list', {usage: 'If true, display the environment and any changes in the standard format.'}),
  overwrite: bool('overwrite', {
    usage:
      'If true, allow environment to be overwritten, otherwise reject updates that overwrite existing environment.',
    initial: true,
  }),
  prefix: textFlag('prefix', {usage: 'Prefix to append to variable names'}),
  resolve: bool('resolve', {usage: 'If true, show secret or configmap references when listing variables'}),
} as const;

export const setEnv = setCommand({
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  short: 'Update environment variables on a pod template',
  examples: `# Set a variable
kubectl set env deployment/registry STORAGE_DIR=/local

# List what is set
kubectl set env deployment/sample-build --list

# Take a variable away
kubectl set env deployments --all ENV-`,
  flags: Object.values(flags),
  outcome: 'env updated',
  plan,
});

interface Variables {
  readonly added: readonly Json[];
  readonly removed: readonly string[];
}

async function plan(call: KubectlCall): Promise<SetPlan> {
  const {app, args, get} = call;
  const isChange = (arg: string) => arg.includes('=') || (arg.endsWith('-') && arg !== '-');
  const names = args.filter((arg) => arg !== '-' && !isChange(arg));
  const given = [...args.filter(isChange), ...get(flags.env)];
  const piped = args.includes('-') || get(flags.env).includes('-') ? await pipedVariables(app) : [];
  const imported = get(flags.from) === '' ? [] : await importedFrom(call);
  const own = variablesOf([...given.filter((one) => one !== '-'), ...piped]);
  const variables = {added: [...imported, ...own.added], removed: own.removed};
  return {names, change: (found) => (get(flags.list) ? listed(call, found) : changed(call, found, variables))};
}

async function pipedVariables({context}: Kubectl): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(context.stdin)) if (line.includes('=') && !line.startsWith('#')) lines.push(line);
  return lines;
}

function variablesOf(given: readonly string[]): Variables {
  const added = given
    .filter((one) => one.includes('='))
    .map((one) => {
      const name = one.slice(0, one.indexOf('='));
      if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name))
        throw new Error(`invalid environment variable name: ${JSON.stringify(name)}`);
      return {name, value: one.slice(one.indexOf('=') + 1)};
    });
  const removed = given.filter((one) => !one.includes('=')).map((one) => one.slice(0, -1));
  if (added.some(({name}) => removed.includes(name))) {
    throw new Error('can not both modify and remove the same environment variable in the same command');
  }
  return {added, removed};
}

async function importedFrom({app, get}: KubectlCall): Promise<readonly Json[]> {
  const [type = '', name = ''] = get(flags.from).split('/');
  const resource = await app.discovery.find(type);
  const ref =
    resource.kind === 'Secret' ? 'secretKeyRef' : resource.kind === 'ConfigMap' ? 'configMapKeyRef' : undefined;
  if (ref === undefined) throw new Error(`unsupported resource specified in --from`);
  const source = await app.api.json({path: pathOf(resource, {namespace: await app.namespace(), name})});
  const keys = sortedTexts(source['data']).map(([key]) => key);
  const chosen = get(flags.keys);
  return keys
    .filter((key) => chosen.length === 0 || chosen.includes(key))
    .map((key) => ({
      name: `${get(flags.prefix)}${key.toUpperCase().replaceAll(/[-.]/g, '_')}`,
      valueFrom: {[ref]: {key, name}},
    }));
}

function changed({get}: KubectlCall, found: Found, {added, removed}: Variables): Json {
  const pattern = get(flags.containers);
  return withPodSpec(found, (spec) => {
    const known = objects(spec['containers']).map(({name}) => text(name));
    if (!known.some((name) => isMeant(name, pattern))) {
      throw new Error(
        `${found.resource.kind}/${found.name} does not have any containers matching ${JSON.stringify(pattern)}`,
      );
    }
    return withContainers(spec, (container) => {
      if (!isMeant(text(container['name']), pattern)) return container;
      const before = objects(container['env']);
      const clash = added.find((one) => before.some(({name}) => name === one['name']));
      if (clash !== undefined && !get(flags.overwrite)) {
        throw new Error(
          `'${text(clash['name'])}' already has a value (${text(object(before.find(({name}) => name === clash['name']))['value'])}), and --overwrite is false`,
        );
      }
      const env = withVariables(before, {added, removed});
      return env.length === 0 && container['env'] === undefined
        ? container
        : {...container, env: env.length === 0 ? undefined : env};
    });
  });
}

function withVariables(before: readonly Json[], {added, removed}: Variables): readonly Json[] {
  const kept = before.map((one) => added.find(({name}) => name === one['name']) ?? one);
  const more = added.filter(({name}) => !before.some((one) => one['name'] === name));
  return [...kept, ...more].filter(({name}) => !removed.includes(text(name)));
}

async function listed({app, get}: KubectlCall, found: Found): Promise<undefined> {
  const spec = podSpecOf(found);
  const all = spec === undefined ? [] : [...objects(spec['initContainers']), ...objects(spec['containers'])];
  for (const container of all) {
    const name = text(container['name']);
    if (!isMeant(name, get(flags.containers))) continue;
    await app.print(`# ${found.resource.kind} ${found.name}, container ${name}\n`);
    await app.print(
      objects(container['env'])
        .map((one) => `${variableText(one)}\n`)
        .join(''),
    );
  }
  return undefined;
}

function variableText(one: Json): string {
  const from = object(one['valueFrom']);
  const name = text(one['name']);
  const [secret, config, field] = [
    object(from['secretKeyRef']),
    object(from['configMapKeyRef']),
    object(from['fieldRef']),
  ];
  if (secret['name'] !== undefined) return `# ${name} from secret ${text(secret['name'])}, key ${text(secret['key'])}`;
  if (config['name'] !== undefined)
    return `# ${name} from configmap ${text(config['name'])}, key ${text(config['key'])}`;
  if (field['fieldPath'] !== undefined) return `# ${name} from field path ${text(field['fieldPath'])}`;
  return `${name}=${text(one['value'])}`;
}
