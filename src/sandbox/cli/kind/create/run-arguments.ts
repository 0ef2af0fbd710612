import type {CommandContext} from '../../context.ts';
import {isAbsolute, resolvePath} from '../../paths.ts';
import {joinHostPort} from '../cluster/endpoint.ts';
import {clusterLabel, roleLabel} from '../cluster/nodes.ts';
import type {ClusterConfig, Mount, NodeConfig, PortMapping} from '../configuration/cluster-config.ts';

/** What the containers of all nodes of a cluster have in common, as arguments of `docker run`. */
export function sharedArguments(
  {name, networking}: ClusterConfig,
  {network, engine}: {readonly network: string; readonly engine: readonly string[]},
): readonly string[] {
  const {dnsSearch} = networking;
  return [
    '--detach',
    '--tty',
    ...['--label', `${clusterLabel}=${name}`],
    ...['--net', network],
    // Once, which is the nearest there is to: after a restart of Docker, and never else.
    '--restart=on-failure:1',
    '--init=false',
    '--cgroupns=private',
    ...engine,
    ...(dnsSearch === undefined ? [] : ['-e', `KIND_DNS_SEARCH=${dnsSearch.join(' ')}`]),
  ];
}

/** The arguments of `docker run` for one node. */
export async function nodeArguments(
  context: CommandContext,
  {name, node, shared}: {readonly name: string; readonly node: NodeConfig; readonly shared: readonly string[]},
): Promise<readonly string[]> {
  const ports: string[] = [];
  for (const mapping of node.extraPortMappings) ports.push(await publishArgument(context, mapping));
  return [
    ...['--hostname', name],
    ...['--label', `${roleLabel}=${node.role}`],
    '--privileged',
    ...['--security-opt', 'seccomp=unconfined'],
    ...['--security-opt', 'apparmor=unconfined'],
    ...['--tmpfs', '/tmp'],
    ...['--tmpfs', '/run'],
    // Pods and images on a volume: the container's own layers are too slow for them, and cannot hold overlays.
    ...['--volume', '/var'],
    ...['--volume', '/lib/modules:/lib/modules:ro'],
    ...['-e', 'KIND_EXPERIMENTAL_CONTAINERD_SNAPSHOTTER'],
    ...shared,
    ...node.extraMounts.map((mount) => volumeArgument(context.files.folder, mount)),
    ...ports,
    ...(node.role === 'control-plane' ? ['-e', 'KUBECONFIG=/etc/kubernetes/admin.conf'] : []),
    node.image,
  ];
}

function volumeArgument(folder: string, mount: Mount): string {
  const {hostPath, containerPath, readOnly, selinuxRelabel, propagation} = mount;
  const options = [
    ...(readOnly ? ['ro'] : []),
    ...(selinuxRelabel ? ['Z'] : []),
    ...(propagation === 'Bidirectional' ? ['rshared'] : []),
    ...(propagation === 'HostToContainer' ? ['rslave'] : []),
  ];
  const source = isAbsolute(hostPath) ? hostPath : resolvePath(folder, hostPath);
  return `--volume=${[`${source}:${containerPath}`, ...(options.length > 0 ? [options.join(',')] : [])].join(':')}`;
}

async function publishArgument(context: CommandContext, mapping: PortMapping): Promise<string> {
  const {listenAddress, containerPort, protocol} = mapping;
  const address = listenAddress || '0.0.0.0';
  // A port that Docker chooses would be another one after every start, and the kubeconfig would be wrong.
  const port = mapping.hostPort === 0 ? await context.freePort(address) : Math.max(mapping.hostPort, 0);
  return `--publish=${joinHostPort(address, port)}:${containerPort}/${protocol || 'TCP'}`;
}
