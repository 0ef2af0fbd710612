import {decodeText} from '../../bytes.ts';
import type {Kind} from '../app.ts';
import {apiServerPort} from '../cluster/endpoint.ts';
import {type ClusterConfig, type NodeConfig, nodeNames} from '../configuration/cluster-config.ts';
import type {DockerCommands} from '../docker/docker-command.ts';
import {engineArguments} from '../docker/engine-facts.ts';
import {wrap} from '../errors.ts';
import type {Status} from '../voice/status.ts';
import {ensureNetwork} from './network.ts';
import {ensureNodeImages, pause} from './node-image.ts';
import {nodeArguments, sharedArguments} from './run-arguments.ts';

/** Makes the containers of a cluster's nodes, all at once, and waits until one can run programs in them. */
export async function provision(kind: Kind, status: Status, config: ClusterConfig): Promise<void> {
  const images = config.nodes.map(({image}) => image);
  try {
    await ensureNodeImages(kind, status, images);
  } catch (error) {
    await status.end(false);
    throw error;
  }
  const network = await ensureNetwork(kind);
  await status.during(`Preparing nodes ${'📦 '.repeat(config.nodes.length)}`, async () => {
    const engine = await engineArguments(kind.docker);
    const shared = sharedArguments(config, {network, engine});
    const names = nodeNames(config.name, config.nodes);
    await Promise.all(
      config.nodes.map(async (node, index) => {
        const name = names[index] ?? '';
        const published = node.role === 'control-plane' ? withApiServer(config, node) : node;
        const args = await nodeArguments(kind.context, {name, node: published, shared});
        await kind.docker.run({args: ['run', '--name', name, ...args]});
        await waitUntilBooted(kind, name);
      }),
    );
  });
}

function withApiServer({networking}: ClusterConfig, node: NodeConfig): NodeConfig {
  const {apiServerAddress, apiServerPort: hostPort} = networking;
  const mapping = {listenAddress: apiServerAddress, hostPort, containerPort: apiServerPort, protocol: ''};
  return {...node, extraPortMappings: [...node.extraPortMappings, mapping]};
}

const bootedLine = /Reached target .*Multi-User System.*|detected cgroup v1/;
const longestBootMs = 30_000;

/** Ends `docker logs -f` when its line has come. */
class Booted extends Error {}

/** Before that line, a program that is started in a node could break its control groups. */
async function waitUntilBooted({docker, context}: Kind, node: string): Promise<void> {
  const seen = await Promise.race([sawBootedLine(docker, node), pause(context.clock, longestBootMs).then(() => false)]);
  if (!seen) throw new Error(`could not find a log line that matches ${JSON.stringify(bootedLine.source)}`);
}

async function sawBootedLine(docker: DockerCommands, node: string): Promise<boolean> {
  let seen = false;
  let rest = '';
  const watch = (piece: Uint8Array): void => {
    const lines = `${rest}${decodeText(piece)}`.split('\n');
    rest = lines.at(-1) ?? '';
    seen ||= lines.some((line) => bootedLine.test(line));
    if (seen) throw new Booted();
  };
  try {
    await docker.run({args: ['logs', '-f', node], watch});
  } catch (error) {
    if (!seen) throw wrap(error, 'failed to read logs');
  }
  return seen;
}
