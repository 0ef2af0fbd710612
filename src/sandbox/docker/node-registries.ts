import {sessionLabel} from '../guard/ledger.ts';
import {ask, type DockerClient} from './client.ts';
import {listNodes, putIntoNode} from './nodes.ts';
import {list, number, text} from './read-json.ts';

/** Where registries are published by habit, 5001 where a Mac keeps 5000 for itself. */
const habitualPorts = [5000, 5001];

interface Registry {
  readonly id: string;
  /** On this machine. */
  readonly port: number;
  /** In its container. */
  readonly inside: number;
}

/**
 * Lets the cluster's nodes pull `localhost:5001/…` from a registry of the learner's: their own localhost is another, so it
 * joins their network, and containerd is told its name there. Does nothing without a cluster or a registry.
 * https://github.com/containerd/containerd/blob/main/docs/hosts.md
 */
export async function leadToRegistries(docker: DockerClient, session: string): Promise<void> {
  const nodes = (await listNodes(docker, session)).filter(({running}) => running);
  const [first] = nodes;
  if (!first) return;
  const registries = await findRegistries(docker, session);
  if (registries.length === 0) return;
  const [network = ''] = Object.keys((await docker.getContainer(first.id).inspect()).NetworkSettings.Networks);
  for (const {id, port, inside} of registries) {
    const name = `registry-${port}`;
    const joined = (await docker.getContainer(id).inspect()).NetworkSettings.Networks;
    if (!(network in joined))
      await docker.getNetwork(network).connect({Container: id, EndpointConfig: {Aliases: [name]}});
    const hosts = `[host."http://${name}:${inside}"]\n  capabilities = ["pull", "resolve"]\n`;
    for (const node of nodes)
      await putIntoNode(docker, node.id, '/etc/containerd', new Map([[`certs.d/localhost:${port}/hosts.toml`, hosts]]));
  }
}

async function findRegistries(docker: DockerClient, session: string): Promise<readonly Registry[]> {
  const filters = JSON.stringify({label: [`${sessionLabel}=${session}`], status: ['running']});
  const found = await ask(docker, {path: '/containers/json', query: {filters}});
  return (Array.isArray(found) ? found : []).flatMap((container: unknown) =>
    list(container, 'Ports')
      .filter((published) => habitualPorts.includes(number(published, 'PublicPort')))
      .map((published) => ({
        id: text(container, 'Id'),
        port: number(published, 'PublicPort'),
        inside: number(published, 'PrivatePort'),
      })),
  );
}
