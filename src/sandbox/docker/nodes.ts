import {basename} from 'node:path';
import {Readable} from 'node:stream';
import {buffer, text} from 'node:stream/consumers';
import {extract, pack} from 'tar-stream';
import {nodeLabel} from '../guard/kind.ts';
import {ask, type DockerClient, open} from './client.ts';
import {text as textOf} from './read-json.ts';

/** A node of the course's cluster, which is a container. */
export interface NodeContainer {
  readonly id: string;
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly running: boolean;
}

/** Where kubelet finds the Pods it starts by itself: the control plane. */
const manifests = '/etc/kubernetes/manifests';

/** The nodes a session made, the control plane first. */
export async function listNodes(docker: DockerClient, session: string): Promise<readonly NodeContainer[]> {
  const filters = JSON.stringify({label: [`${nodeLabel}=${session}`]});
  const found = await ask(docker, {path: '/containers/json', query: {all: true, filters}});
  const nodes = (Array.isArray(found) ? found : []).map((container: unknown): NodeContainer => {
    const names: unknown =
      typeof container === 'object' && container !== null && 'Names' in container ? container.Names : [];
    return {
      id: textOf(container, 'Id'),
      name: String(Array.isArray(names) ? names[0] : '').replace(/^\//, ''),
      role: textOf(container, 'Labels', 'io.x-k8s.kind.role') === 'control-plane' ? 'control-plane' : 'worker',
      running: textOf(container, 'State') === 'running',
    };
  });
  return nodes.toSorted((one, other) => one.role.localeCompare(other.role) || one.name.localeCompare(other.name));
}

/** Starts the nodes that do not run; returns their names. */
export async function startNodes(docker: DockerClient, nodes: readonly NodeContainer[]): Promise<readonly string[]> {
  const stopped = nodes.filter(({running}) => !running);
  for (const {id} of stopped) await ask(docker, {method: 'POST', path: `/containers/${id}/start`, timeoutMs: 30_000});
  return stopped.map(({name}) => name);
}

/** Files of a folder in a node, by name. */
export type NodeFiles = ReadonlyMap<string, string>;

/** The control plane's manifests; undefined without a control plane that runs. */
export async function readManifests(
  docker: DockerClient,
  nodes: readonly NodeContainer[],
): Promise<NodeFiles | undefined> {
  const control = controlPlane(nodes);
  if (!control) return undefined;
  const archive = await open(docker, {path: `/containers/${control.id}/archive`, query: {path: manifests}});
  const files = new Map<string, string>();
  const entries = Readable.from(archive).pipe(extract());
  for await (const entry of entries) {
    if (entry.header.type === 'file') files.set(basename(entry.header.name), await text(entry));
    else entry.resume();
  }
  return files;
}

/**
 * Manifests that were moved away or changed come back, copies under other names go: kubelet reads every file there.
 * Those that are as they were are not touched: kubelet would restart them.
 */
export async function putManifestsBack(
  docker: DockerClient,
  nodes: readonly NodeContainer[],
  wanted: NodeFiles,
): Promise<void> {
  const now = await readManifests(docker, nodes);
  const lost = [...wanted].filter(([name, content]) => now?.get(name) !== content);
  const control = controlPlane(nodes);
  if (!control) return;
  const contents = new Set(wanted.values());
  const isCopy = (name: string): boolean => !wanted.has(name) && contents.has(now?.get(name) ?? '');
  const copies = [...(now?.keys() ?? [])].filter(isCopy);
  if (copies.length > 0) await removeManifests(docker, control.id, copies);
  if (lost.length > 0) await putIntoNode(docker, control.id, manifests, new Map(lost));
}

async function removeManifests(docker: DockerClient, node: string, names: readonly string[]): Promise<void> {
  const command = ['rm', '-f', ...names.map((name) => `${manifests}/${name}`)];
  const exec = await ask(docker, {method: 'POST', path: `/containers/${node}/exec`, body: {Cmd: command}});
  await ask(docker, {method: 'POST', path: `/exec/${textOf(exec, 'Id')}/start`, body: {Detach: true}});
}

/** Puts files into a folder of a node, over what is there. */
export async function putIntoNode(docker: DockerClient, node: string, folder: string, files: NodeFiles): Promise<void> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({name, mode: 0o600}, content);
  archive.finalize();
  await docker.getContainer(node).putArchive(await buffer(Readable.from(archive)), {path: folder});
}

function controlPlane(nodes: readonly NodeContainer[]): NodeContainer | undefined {
  return nodes.find(({role}) => role === 'control-plane');
}
