import {encodeText, streamOf} from '../../bytes.ts';
import type {ByteStream} from '../../context.ts';
import type {DockerCommands, Printed} from '../docker/docker-command.ts';
import {attempting} from '../errors.ts';

export const clusterLabel = 'io.x-k8s.kind.cluster';
export const roleLabel = 'io.x-k8s.kind.role';

/** What a container of a cluster is. */
export type NodeRole = 'control-plane' | 'worker' | 'external-load-balancer';

/** The names of all clusters, sorted. */
export function listClusters(docker: DockerCommands): Promise<readonly string[]> {
  return attempting('failed to list clusters', async () => {
    const format = `{{.Label "${clusterLabel}"}}`;
    const names = await docker.lines('ps', '-a', '--filter', `label=${clusterLabel}`, '--format', format);
    return [...new Set(names)].sort();
  });
}

/** The names of a cluster's containers, stopped ones too, in the Engine's order. */
export function listNodes(docker: DockerCommands, cluster: string): Promise<readonly string[]> {
  const label = `label=${clusterLabel}=${cluster}`;
  return attempting('failed to list nodes', () =>
    docker.lines('ps', '-a', '--filter', label, '--format', '{{.Names}}'),
  );
}

async function roleOf(docker: DockerCommands, node: string): Promise<string> {
  const format = `{{ index .Config.Labels "${roleLabel}"}}`;
  return attempting('failed to get role for node', () =>
    docker.line('the role of a node', 'inspect', '--format', format, node),
  );
}

/** Those of some nodes that have one of some roles. */
export async function withRole(
  docker: DockerCommands,
  nodes: readonly string[],
  ...roles: readonly NodeRole[]
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const node of nodes) {
    const role = await roleOf(docker, node);
    if (roles.some((wanted) => wanted === role)) found.push(node);
  }
  return found;
}

/** The control-plane nodes; the first is the one the cluster began with. */
export async function controlPlanes(docker: DockerCommands, nodes: readonly string[]): Promise<readonly string[]> {
  return (await withRole(docker, nodes, 'control-plane')).toSorted();
}

/** Nodes that run Kubernetes, as opposed to what stands before them. */
export function kubernetesNodes(docker: DockerCommands, nodes: readonly string[]): Promise<readonly string[]> {
  return withRole(docker, nodes, 'worker', 'control-plane');
}

/** Runs a program in a node; rejects with a CommandError when it fails. */
export function runOn(docker: DockerCommands, node: string, ...command: readonly string[]): Promise<Printed> {
  return docker.run({args: ['exec', '--privileged', node, ...command]});
}

/** As `runOn`, with input. */
export function feed(
  docker: DockerCommands,
  {node, command, input}: {readonly node: string; readonly command: readonly string[]; readonly input: ByteStream},
): Promise<Printed> {
  return docker.run({args: ['exec', '--privileged', '-i', node, ...command], input});
}

/** The addresses of a node in the network of the cluster; IPv6 is '' where there is none. */
export async function addressesOf(
  docker: DockerCommands,
  node: string,
): Promise<{readonly v4: string; readonly v6: string}> {
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}},{{.GlobalIPv6Address}}{{end}}';
  const [v4 = '', v6 = ''] = (await docker.line('the addresses of a node', 'inspect', '-f', format, node)).split(',');
  return {v4, v6};
}

/** The version of Kubernetes in a node: `v1.34.4`. */
export function versionOf(docker: DockerCommands, node: string): Promise<string> {
  return attempting('failed to get kubernetes version from node', async () => {
    const {stdout} = await attempting('failed to get file', () => runOn(docker, node, 'cat', '/kind/version'));
    return stdout.trim();
  });
}

/** Writes a file in a node, and the folder it is in. */
export async function writeOn(
  docker: DockerCommands,
  {node, path, content}: {readonly node: string; readonly path: string; readonly content: string},
): Promise<void> {
  const folder = path.replace(/\/[^/]*$/, '');
  await attempting(`failed to create directory ${folder}`, () => runOn(docker, node, 'mkdir', '-p', folder));
  await feed(docker, {node, command: ['cp', '/dev/stdin', path], input: streamOf(encodeText(content))});
}
