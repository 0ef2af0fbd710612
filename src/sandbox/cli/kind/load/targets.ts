import {csv} from '../../cobra/flag-kinds.ts';
import type {ByteStream} from '../../context.ts';
import {feed, kubernetesNodes, listNodes, runOn} from '../cluster/nodes.ts';
import type {DockerCommands} from '../docker/docker-command.ts';
import {attempting} from '../errors.ts';

export const nodesFlag = csv('nodes', {usage: 'comma separated list of nodes to load images into'});

/** The nodes that images go to: those that were named, else all. */
export async function targetNodes(
  docker: DockerCommands,
  {cluster, named, quoted}: {readonly cluster: string; readonly named: readonly string[]; readonly quoted: boolean},
): Promise<readonly string[]> {
  const nodes = await kubernetesNodes(docker, await listNodes(docker, cluster));
  if (nodes.length === 0) throw new Error(`no nodes found for cluster ${JSON.stringify(cluster)}`);
  const unknown = named.find((name) => !nodes.includes(name));
  if (unknown !== undefined) throw new Error(`unknown node: ${quoted ? JSON.stringify(unknown) : unknown}`);
  return named.length === 0 ? nodes : named;
}

/** Brings an archive of images into a node. */
export async function importArchive(docker: DockerCommands, node: string, archive: ByteStream): Promise<void> {
  const snapshotter = await attempting('failed to detect containerd snapshotter', async () =>
    snapshotterIn((await runOn(docker, node, 'containerd', 'config', 'dump')).stdout),
  );
  const ctr = ['ctr', '--namespace=k8s.io', 'images', 'import', '--all-platforms', '--digests'];
  await attempting('failed to load image', () =>
    feed(docker, {node, command: [...ctr, `--snapshotter=${snapshotter}`, '-'], input: archive}),
  );
}

/** The tables of containerd's configuration that say how images are unpacked, by its version. */
const snapshotterTables: Readonly<Record<string, string>> = {
  '2': 'plugins."io.containerd.grpc.v1.cri".containerd',
  '3': 'plugins."io.containerd.cri.v1.images"',
  '4': 'plugins."io.containerd.cri.v1.images"',
};

/** Reads the one line of containerd's TOML that is needed. */
export function snapshotterIn(toml: string): string {
  const version = /^version = (\d+)/m.exec(toml)?.[1];
  if (version === undefined) throw new Error('failed to detect containerd config version');
  const table = snapshotterTables[version];
  if (table === undefined)
    throw new Error(`unknown containerd config version: ${version} (supported versions: 2, 3 and 4)`);
  let current = '';
  for (const line of toml.split('\n')) {
    current = /^\s*\[([^[\]]+)\]\s*$/.exec(line)?.[1]?.replaceAll("'", '"') ?? current;
    const snapshotter = /^\s*snapshotter\s*=\s*["']([^"']*)["']/.exec(line)?.[1];
    if (current === table && snapshotter !== undefined) return snapshotter;
  }
  throw new Error(`failed to detect containerd snapshotter (config version ${version})`);
}
