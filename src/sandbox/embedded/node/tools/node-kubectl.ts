import {decode} from '../../bytes/bytes.ts';
import {Unreachable} from '../../kubernetes-api/client.ts';
import type {Draft, KubeObject} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import {at, fieldsOf, listOf, textOf} from '../../kubernetes-api/values/reading.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import {isSystemError} from '../../system-error.ts';
import {clientOf} from '../access/component-client.ts';
import type {RemoteClient} from '../access/remote-client.ts';
import type {Backplane} from '../backplane.ts';
import {objectsIn} from '../kubeadm/addons.ts';
import {collectionOfKind} from '../kubeadm/ensure.ts';

const usualKubeconfig = '/etc/kubernetes/admin.conf';
/** How long it waits for an API server before it says that there is none. */
const patienceMs = 3000;

/** kubectl on a node, as far as kind needs it to make a cluster; what else it is asked for, it says it cannot. */
export function nodeKubectlProgram(backplane: Backplane): Program {
  return {name: 'node-kubectl', memoryBytes: 10 << 20, main: (process) => runKubectl(process, backplane)};
}

interface Call {
  readonly process: Process;
  readonly client: RemoteClient;
  readonly flags: ReadonlyMap<string, string>;
  readonly names: readonly string[];
}

const verbs: {readonly [verb: string]: (call: Call) => Promise<number>} = {create, apply: create, get, taint, label};

async function runKubectl(process: Process, backplane: Backplane): Promise<number> {
  const {flags, names} = parse(process.argv.slice(1));
  const [verb = '', ...rest] = names;
  const run = verbs[verb];
  if (!run) {
    await process.complain(
      `kubectl ${verb} on a node is not simulated by the embedded engine of k8s-learn; use the one of your own shell`,
    );
    return 1;
  }
  try {
    const kubeconfig = flags.get('kubeconfig') ?? process.env.get('KUBECONFIG') ?? usualKubeconfig;
    const client = clientOf(process, backplane, {kubeconfig, manager: `kubectl-${verb}`});
    const {kernel} = process.space;
    await process.wait(Promise.race([client.ready(), kernel.wait(patienceMs, process.signal)]));
    return await run({process, client, flags, names: rest});
  } catch (error) {
    if (error instanceof KubeRefusal) await process.complain(`Error from server (${error.reason}): ${error.message}`);
    else if (error instanceof Unreachable)
      await process.complain(
        `The connection to the server was refused - did you specify the right host or port? (${error.message})`,
      );
    else if (isSystemError(error))
      await process.complain(`error: stat ${error.subject}: ${error.message.toLowerCase()}`);
    else throw error;
    return 1;
  }
}

function parse(args: readonly string[]): Pick<Call, 'flags' | 'names'> {
  const flags = new Map<string, string>();
  const names: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const [, name, value] = /^--?([a-z][\w-]*)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) names.push(arg);
    else if (value !== undefined) flags.set(name, value);
    else if (['f', 'o', 'n', 'l', 'kubeconfig', 'selector', 'output', 'filename', 'namespace'].includes(name)) {
      flags.set(name, args[index + 1] ?? '');
      index += 1;
    } else flags.set(name, 'true');
  }
  return {flags, names};
}

/** `create -f -` and `apply -f -` */
async function create({process, client, flags}: Call): Promise<number> {
  const file = flags.get('f') ?? flags.get('filename') ?? '-';
  const text = file === '-' ? await readInput(process) : process.files.readText(file);
  for (const object of objectsIn(text)) {
    const said = put(client, object);
    await process.print(`${said}\n`);
  }
  return 0;
}

function put(client: RemoteClient, object: Draft): string {
  const {kind = '', apiVersion = ''} = object;
  const collection = collectionOfKind(kind);
  if (collection === undefined)
    throw new KubeRefusal(501, 'NotImplemented', `kubectl on a node of the embedded engine makes no ${kind}`);
  const {name = '', namespace} = object.metadata ?? {};
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  const shown = `${kind.toLowerCase()}${group}/${name}`;
  const home = isClusterWide(kind) ? '' : (namespace ?? 'default');
  if (client.find(collection, home, name)) return `${shown} unchanged`;
  client.create(collection, home, {
    ...object,
    metadata: {...object.metadata, ...(home === '' ? {} : {namespace: home})},
  });
  return `${shown} created`;
}

function isClusterWide(kind: string): boolean {
  return kind.startsWith('Cluster') || kind === 'Namespace' || kind === 'StorageClass';
}

async function readInput(process: Process): Promise<string> {
  const parts: string[] = [];
  for (let bytes = await process.read(0); bytes; bytes = await process.read(0)) parts.push(decode(bytes));
  return parts.join('');
}

/** `get nodes [-l …] [-o jsonpath=…]`: the status of each one's last condition is what kind waits for. */
async function get({process, client, flags, names}: Call): Promise<number> {
  if (!['nodes', 'node', 'no'].includes(names[0] ?? '')) {
    await process.complain(
      `kubectl get ${names[0] ?? ''} on a node is not simulated by the embedded engine of k8s-learn; use the one of your own shell`,
    );
    return 1;
  }
  const selector = flags.get('l') ?? flags.get('selector') ?? '';
  const nodes = client.list('nodes').filter((node) => carries(node, selector));
  const output = flags.get('o') ?? flags.get('output') ?? '';
  if (output.startsWith('jsonpath=')) {
    const states = nodes.map((node) => textOf(at(listOf(at(node, 'status', 'conditions')).at(-1), 'status')));
    await process.print(output.includes("='") ? `'${states.join(' ')}'` : states.join(' '));
    return 0;
  }
  for (const {metadata} of nodes) await process.print(`${metadata.name}\n`);
  return 0;
}

function carries({metadata}: KubeObject, selector: string): boolean {
  return selector
    .split(',')
    .filter((term) => term !== '')
    .every((term) => {
      const [name = '', value] = term.split(/==?/);
      const own = metadata.labels?.[name];
      return own !== undefined && (value === undefined || own === value);
    });
}

/** `taint nodes --all KEY-`: the only node of a cluster takes everybody. */
async function taint({process, client, names}: Call): Promise<number> {
  const keys = names.slice(1).flatMap((name) => (name.endsWith('-') ? [name.slice(0, -1)] : []));
  for (const node of client.list('nodes')) {
    const taints = listOf(at(node, 'spec', 'taints')).filter((one) => !keys.includes(textOf(at(one, 'key'))));
    client.update('nodes', {...node, spec: {...fieldsOf(node['spec']), taints}});
    await process.print(`node/${node.metadata.name} untainted\n`);
  }
  return 0;
}

/** `label nodes --all KEY-` */
async function label({process, client, names}: Call): Promise<number> {
  const keys = names.slice(1).flatMap((name) => (name.endsWith('-') ? [name.slice(0, -1)] : []));
  for (const node of client.list('nodes')) {
    const labels = Object.fromEntries(
      Object.entries(node.metadata.labels ?? {}).filter(([name]) => !keys.includes(name)),
    );
    client.update('nodes', {...node, metadata: {...node.metadata, labels}});
    await process.print(`node/${node.metadata.name} unlabeled\n`);
  }
  return 0;
}
