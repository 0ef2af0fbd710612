import {sha1} from '@noble/hashes/legacy.js';
import {encodeText} from '../../bytes.ts';
import {objects, text} from '../../docker/json.ts';
import type {Kind} from '../app.ts';
import type {DockerCommands} from '../docker/docker-command.ts';
import {attempting, commandErrorOf} from '../errors.ts';

const usualNetwork = 'kind';
const subnetAttempts = 5;

/** Sees to it that there is one network for the nodes of all clusters; resolves with its name. */
export async function ensureNetwork({docker, voice, context}: Kind): Promise<string> {
  const chosen = context.env['KIND_EXPERIMENTAL_DOCKER_NETWORK'];
  if (chosen) {
    await voice.say('WARNING: Overriding docker network due to KIND_EXPERIMENTAL_DOCKER_NETWORK');
    await voice.say('WARNING: Here be dragons! This is not supported currently.');
  }
  const name = chosen || usualNetwork;
  await attempting('failed to ensure docker network', async () => {
    if (!(await removeDuplicates(docker, name))) await createNetwork(docker, name);
  });
  return name;
}

function idsOf(docker: DockerCommands, name: string): Promise<readonly string[]> {
  return docker.lines('network', 'ls', `--filter=name=^${quoteMeta(name)}$`, '--format={{.ID}}');
}

/** Two kinds that began at once may each have made one: all but the one in use go. */
async function removeDuplicates(docker: DockerCommands, name: string): Promise<boolean> {
  const ids = await idsOf(docker, name);
  if (ids.length > 1) {
    const {stdout} = await docker.run({args: ['network', 'inspect', ...ids]});
    const sorted = objects(JSON.parse(stdout)).toSorted(
      (a, b) => usersOf(b['Containers']) - usersOf(a['Containers']) || (text(a['Id']) < text(b['Id']) ? -1 : 1),
    );
    await docker.run({args: ['network', 'rm', ...sorted.slice(1).map(({Id}) => text(Id))]});
  }
  return ids.length > 0;
}

function usersOf(containers: unknown): number {
  return Object.keys(containers ?? {}).length;
}

async function createNetwork(docker: DockerCommands, name: string): Promise<void> {
  const mtu = await defaultMtu(docker);
  for (let attempt = 0; attempt < subnetAttempts; attempt += 1) {
    try {
      await create(docker, name, {mtu, subnet: uniqueSubnet(name, attempt)});
      return;
    } catch (error) {
      const output = commandErrorOf(error)?.output ?? '';
      if (hasNoIpv6(output)) {
        await create(docker, name, {mtu, subnet: undefined});
        return;
      }
      if (!/Pool overlaps with other one on this address space|networks have overlapping/.test(output)) throw error;
      // Another kind may have been faster.
      if ((await idsOf(docker, name)).length > 0) return;
    }
  }
  throw new Error('exhausted attempts trying to find a non-overlapping subnet');
}

function hasNoIpv6(output: string): boolean {
  return /^Error response from daemon: (Cannot read IPv6 setup for bridge|(Failed to Setup IP tables: Unable to enable NAT rule|setting default policy to DROP in FORWARD chain failed): {1,2}\(iptables failed: ip6tables)/.test(
    output,
  );
}

interface NewNetwork {
  readonly mtu: number;
  /** Of IPv6; undefined makes a network of IPv4 alone. */
  readonly subnet: string | undefined;
}

async function create(docker: DockerCommands, name: string, {mtu, subnet}: NewNetwork): Promise<void> {
  const options = [
    ...['-o', 'com.docker.network.bridge.enable_ip_masquerade=true'],
    ...(mtu > 0 ? ['-o', `com.docker.network.driver.mtu=${mtu}`] : []),
    ...(subnet === undefined ? [] : ['--ipv6', '--subnet', subnet]),
  ];
  try {
    await docker.run({args: ['network', 'create', '-d=bridge', ...options, name]});
  } catch (error) {
    const output = commandErrorOf(error)?.output ?? '';
    if (!/^Error response from daemon: network with name .*already exists/.test(output)) throw error;
  }
  await removeDuplicates(docker, name);
}

/** The largest packet of Docker's own bridge; 0 when it does not say. */
async function defaultMtu(docker: DockerCommands): Promise<number> {
  try {
    const format = '{{ index .Options "com.docker.network.driver.mtu" }}';
    const mtu = Number(await docker.line('the MTU', 'network', 'inspect', 'bridge', '-f', format));
    return Number.isInteger(mtu) ? mtu : 0;
  } catch {
    // A daemon may have no bridge: networks have an MTU of their own then.
    return 0;
  }
}

function quoteMeta(name: string): string {
  return name.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** A subnet of the unique local addresses of IPv6 that follows from the network's name: `fc00:f853:ccd:e793::/64`. */
export function uniqueSubnet(name: string, attempt: number): string {
  const bytes = new Uint8Array([...encodeText(name), 0, 0, 0, 0]);
  new DataView(bytes.buffer).setInt32(bytes.length - 4, attempt, true);
  const hash = sha1(bytes);
  const groups = [2, 4, 6].map((at) => (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)).toString(16));
  return `fc00:${groups.join(':')}::/64`;
}
