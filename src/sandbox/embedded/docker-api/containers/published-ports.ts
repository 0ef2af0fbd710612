import type {ByteStream} from '../../bytes/pipe.ts';
import type {OutsidePorts, OutsideStream} from '../../outside.ts';
import type {Fabric} from '../../runtime/net/fabric.ts';
import type {NetworkStack} from '../../runtime/net/stack.ts';
import {ApiRefusal} from '../api/refusal.ts';
import type {ContainerConfig} from './container-config.ts';
import type {HostConfig} from './host-config.ts';
import {parseHostPorts, parsePort, portsOf} from './ports.ts';

/** One place on the host that leads to a port of a container. */
export interface PublishedPort {
  /** `80/tcp` */
  readonly port: string;
  /** As it was asked for; `0.0.0.0` when nothing was. Really it is the loopback address alone. */
  readonly hostIp: string;
  readonly hostPort: number;
  close(): void;
}

/** The range Linux gives ports of its own choice from. */
const firstFree = 32_768;
const lastFree = 60_999;

/** Which ports of the host are taken by containers. One for all. */
export class HostPorts {
  readonly #taken = new Set<string>();
  #last = firstFree - 1;

  isTaken(protocol: string, port: number): boolean {
    return this.#taken.has(`${protocol}/${port}`);
  }

  take(protocol: string, port: number): () => void {
    const key = `${protocol}/${port}`;
    this.#taken.add(key);
    return () => this.#taken.delete(key);
  }

  /** The next port nobody has asked for; undefined when all are taken. */
  next(protocol: string): number | undefined {
    for (let tries = firstFree; tries <= lastFree; tries += 1) {
      this.#last = this.#last >= lastFree ? firstFree : this.#last + 1;
      if (!this.isTaken(protocol, this.#last)) return this.#last;
    }
    return undefined;
  }
}

export interface PublishOptions {
  readonly config: ContainerConfig;
  readonly host: HostConfig;
  readonly stack: NetworkStack;
  readonly hostPorts: HostPorts;
  readonly ports: OutsidePorts;
  readonly fabric: Fabric;
  /** `web (3f0a…)`: the endpoint, as error texts name it. */
  readonly endpoint: string;
}

/**
 * Publishes the ports of a container that starts; all of them or none. Rejects with a 500 in Docker's words when one
 * cannot be had.
 */
export async function publishPorts(options: PublishOptions): Promise<readonly PublishedPort[]> {
  const open: PublishedPort[] = [];
  try {
    for (const wish of wishesOf(options)) open.push(await publish(wish, options));
    return open;
  } catch (error) {
    for (const port of open) port.close();
    throw error;
  }
}

interface Wish {
  readonly port: string;
  readonly hostIp: string;
  readonly first: number;
  readonly last: number;
}

function wishesOf({config, host}: PublishOptions): readonly Wish[] {
  const asked = new Map(Object.entries(host.PortBindings).map(([port, places]) => [normal(port), places ?? []]));
  return portsOf(config, host).flatMap((port) => {
    const places = asked.get(port) ?? (host.PublishAllPorts ? [{HostIp: '', HostPort: ''}] : []);
    return places.map(({HostIp, HostPort}) => ({port, hostIp: HostIp || '0.0.0.0', ...parseHostPorts(HostPort)}));
  });
}

function normal(text: string): string {
  const {port, protocol} = parsePort(text);
  return `${port}/${protocol}`;
}

async function publish(wish: Wish, options: PublishOptions): Promise<PublishedPort> {
  const {protocol} = parsePort(wish.port);
  const failed = (why: string): ApiRefusal =>
    new ApiRefusal(500, `driver failed programming external connectivity on endpoint ${options.endpoint}: ${why}`);
  let problem = 'all ports are allocated';
  for (const hostPort of candidates(wish, options.hostPorts)) {
    if (options.hostPorts.isTaken(protocol, hostPort)) {
      problem = `Bind for ${wish.hostIp}:${hostPort} failed: port is already allocated`;
      continue;
    }
    const giveBack = options.hostPorts.take(protocol, hostPort);
    try {
      return await listen({...wish, hostPort, protocol, giveBack}, options);
    } catch (error) {
      giveBack();
      problem = `Error starting userland proxy: listen tcp4 ${wish.hostIp}:${hostPort}: bind: ${bindError(error)}`;
    }
  }
  throw failed(problem);
}

/** How often a port of the engine's own choice is tried that somebody else on the machine has. */
const mostTries = 32;

function* candidates({port, first, last}: Wish, hostPorts: HostPorts): Generator<number> {
  for (let hostPort = first; hostPort !== 0 && hostPort <= last; hostPort += 1) yield hostPort;
  for (let tries = 0; first === 0 && tries < mostTries; tries += 1) {
    const free = hostPorts.next(parsePort(port).protocol);
    if (free === undefined) return;
    yield free;
  }
}

function bindError(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') return 'address already in use';
  if (code === 'EACCES') return 'permission denied';
  return code === 'EADDRNOTAVAIL' ? 'cannot assign requested address' : 'operation not permitted';
}

async function listen(
  place: Wish & {readonly hostPort: number; readonly protocol: string; readonly giveBack: () => void},
  {ports, fabric, stack}: PublishOptions,
): Promise<PublishedPort> {
  const {port, hostIp, hostPort, protocol, giveBack} = place;
  // Only TCP is simulated: other ports are shown, and carry nothing.
  if (protocol !== 'tcp') return {port, hostIp, hostPort, close: giveBack};
  const address = loopbackOf(hostIp);
  if (address === undefined) throw Object.assign(new Error('not an address of this machine'), {code: 'EADDRNOTAVAIL'});
  const streams = new Set<OutsideStream>();
  const listener = await ports.listen(address, hostPort, (stream) => {
    streams.add(stream);
    void connect(stream, fabric, hostPort).finally(() => streams.delete(stream));
  });
  const takeBack = fabric.publish(hostPort, stack, parsePort(port).port);
  return {
    port,
    hostIp,
    hostPort,
    close() {
      listener.close();
      takeBack();
      giveBack();
      for (const stream of streams) stream.destroy();
    },
  };
}

/** Nothing here is reachable from another machine: every address is the loopback one. */
function loopbackOf(hostIp: string): string | undefined {
  if (['0.0.0.0', '::', '::1'].includes(hostIp)) return '127.0.0.1';
  return hostIp.startsWith('127.') ? hostIp : undefined;
}

/** Carries a client's bytes to whoever listens in the container; where nobody does, the client is cut off. */
async function connect(stream: OutsideStream, fabric: Fabric, hostPort: number): Promise<void> {
  try {
    const inside = fabric.fromHost(hostPort).stream;
    await Promise.all([carryIn(stream, inside), carryOut(inside, stream)]);
  } catch {
    // Refused, or one side is gone: the other sees its connection end, whatever the reason was.
    stream.destroy();
  }
}

async function carryIn(from: OutsideStream, {reader, writer}: ByteStream): Promise<void> {
  try {
    for (let bytes = await from.read(); bytes; bytes = await from.read()) await writer.write(bytes);
  } catch (error) {
    reader.close();
    throw error;
  } finally {
    writer.close();
  }
}

async function carryOut({reader}: ByteStream, to: OutsideStream): Promise<void> {
  try {
    for (let bytes = await reader.read(); bytes; bytes = await reader.read()) await to.write(bytes);
    to.end();
  } finally {
    reader.close();
  }
}
