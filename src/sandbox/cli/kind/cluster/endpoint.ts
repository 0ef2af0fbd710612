import type {DockerCommands} from '../docker/docker-command.ts';
import {attempting} from '../errors.ts';
import {controlPlanes, listNodes, withRole} from './nodes.ts';

/** The port of the API server inside its node. */
export const apiServerPort = 6443;

/** The container behind which a cluster's API is: its control plane, or what stands before several of them. */
async function endpointNode(docker: DockerCommands, cluster: string): Promise<string> {
  const nodes = await listNodes(docker, cluster);
  return attempting('failed to get api server endpoint', async () => {
    const [balancer] = await withRole(docker, nodes, 'external-load-balancer');
    if (balancer !== undefined) return balancer;
    const planes = await controlPlanes(docker, nodes);
    const [plane] = planes;
    if (plane !== undefined && planes.length === 1) return plane;
    throw new Error(`expected one control plane node or a load balancer, not ${planes.length} and none`);
  });
}

/** Where the API is for other containers of the network: `k8s-learn-control-plane:6443`. */
export async function internalEndpoint(docker: DockerCommands, cluster: string): Promise<string> {
  return `${await endpointNode(docker, cluster)}:${apiServerPort}`;
}

/** Where the API is for this machine: `127.0.0.1:43531`. */
export async function externalEndpoint(docker: DockerCommands, cluster: string): Promise<string> {
  const node = await endpointNode(docker, cluster);
  return attempting('failed to get api server port', async () => {
    // Docker on a remote desktop says so by a label.
    const label = `{{ index .Config.Labels "desktop.docker.io/ports/${apiServerPort}/tcp" }}`;
    const [named = ''] = await docker.lines('inspect', '--format', label, node);
    if (named !== '') return named;
    const port = `(index .NetworkSettings.Ports "${apiServerPort}/tcp")`;
    const format = `{{ with (index ${port} 0) }}{{ printf "%s\t%s" .HostIp .HostPort }}{{ end }}`;
    const line = await docker.line('the published port', 'inspect', '--format', format, node);
    const [host = '', hostPort = ''] = line.split('\t');
    return joinHostPort(host, hostPort);
  });
}

/** `127.0.0.1:80`, `[::1]:80`. */
export function joinHostPort(host: string, port: string | number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
