import {SystemError} from '../../system-error.ts';
import type {Kernel} from '../process/kernel.ts';
import {
  type Connection,
  type Endpoint,
  type Listener,
  type NameAnswer,
  type NameQuestion,
  NetworkStack,
} from './stack.ts';
import {findWay, type Passing, type Translate, type Way} from './way.ts';

/** A connection to nobody: the kernel gives up after about this long. */
const connectMs = 127_000;

/** All networks together, and the simulated host they stand on. Nothing in it leads to a real network. */
export class Fabric {
  /** The host's own stack: containers on its network share it. */
  readonly host = new NetworkStack();
  readonly #kernel: Kernel;
  readonly #translators = new Set<Translate>();
  /** Ports published on the host: where a connection to it goes. */
  readonly #publishedPorts = new Map<number, {readonly stack: NetworkStack; readonly port: number}>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Rules that are asked before every connection, the newest first; returns how to take them away. */
  translate(rule: Translate): () => void {
    this.#translators.add(rule);
    return () => this.#translators.delete(rule);
  }

  /** Publishes a port of a stack on the simulated host. Returns how to take it back. */
  publish(hostPort: number, stack: NetworkStack, port: number): () => void {
    this.#publishedPorts.set(hostPort, {stack, port});
    return () => this.#publishedPorts.delete(hostPort);
  }

  isPublished(hostPort: number): boolean {
    return this.#publishedPorts.has(hostPort);
  }

  /**
   * Connects from a stack. Rejects with ECONNREFUSED, EHOSTUNREACH or ENETUNREACH; what another network hides is waited
   * for as in reality, until ETIMEDOUT or the signal.
   */
  async connect(from: NetworkStack, to: Endpoint, signal: AbortSignal): Promise<Connection> {
    const way = this.#way({to, at: from, source: undefined});
    switch (way.kind) {
      case 'stack':
        if (way.stack.base === this.host) return this.fromHost(way.to.port, way.to.address);
        return listenerOf(way).connect({address: way.source, port: from.ephemeralPort()}, way.to);
      case 'host':
        return this.fromHost(way.port);
      case 'nobody':
        if (way.code !== 'silence') throw new SystemError(way.code, to.address);
        await this.#kernel.wait(connectMs, signal);
        throw new SystemError('ETIMEDOUT', to.address);
    }
  }

  /** Who would answer a connection, without making one. Throws as `connect`, and ETIMEDOUT at once. */
  listenerFor(from: NetworkStack, to: Endpoint): Listener {
    const way = this.#way({to, at: from, source: undefined});
    if (way.kind === 'nobody') throw new SystemError(way.code === 'silence' ? 'ETIMEDOUT' : way.code, to.address);
    return listenerOf(way.kind === 'stack' && way.stack.base !== this.host ? way : this.#published(portOf(way)));
  }

  /** Connects from the simulated host to a port of its own, published or listened on. Throws ECONNREFUSED. */
  fromHost(port: number, address = '127.0.0.1'): Connection {
    const way = this.#published(port);
    if (way.kind !== 'stack' || !way.stack.listenerAt(way.to.address, way.to.port))
      throw new SystemError('ECONNREFUSED', `${address}:${port}`);
    return listenerOf(way).connect({address: way.source, port: this.#hostPort()}, way.to);
  }

  /** Connects from the host straight to a stack, as kubelet does for a probe. Throws ECONNREFUSED. */
  toStack(stack: NetworkStack, port: number, address = stack.interfaces[0]?.address ?? '127.0.0.1'): Connection {
    const listener = stack.listenerAt(address, port);
    if (!listener) throw new SystemError('ECONNREFUSED', `${address}:${port}`);
    const gateway = stack.interfaces[0]?.network.gateway ?? '127.0.0.1';
    return listener.connect({address: gateway, port: this.#hostPort()}, {address, port});
  }

  /** Whether an ICMP echo would come back. */
  reaches(from: NetworkStack, address: string): boolean {
    return findWay({to: {address, port: 0}, at: from, source: undefined}, () => undefined).kind !== 'nobody';
  }

  /** Asks a name server, wherever its address leads. */
  async ask(from: NetworkStack, server: string, question: NameQuestion): Promise<NameAnswer> {
    for (const near of [from, ...from.interfaces.flatMap(({network}) => network.router ?? [])]) {
      const own = near.nameServers.get(server);
      if (own) return own(question, near);
    }
    const way = this.#way({to: {address: server, port: 53}, at: from, source: undefined});
    const answer = way.kind === 'stack' ? way.stack.nameServers.get(way.to.address) : undefined;
    return answer ? answer(question, from) : {status: 'failed'};
  }

  /** Where a port of the simulated host leads. */
  #published(port: number): Way {
    const {stack, port: inside} = this.#publishedPorts.get(port) ?? {stack: this.host, port};
    const card = stack.interfaces[0];
    const to = {address: card?.address ?? '127.0.0.1', port: inside};
    return this.#way({to, at: stack, source: card?.network.gateway ?? '127.0.0.1'});
  }

  #way(begin: Passing): Way {
    return findWay(begin, (passing) => this.#rule(passing));
  }

  #rule(passing: Passing): ReturnType<Translate> {
    for (const rule of [...this.#translators].reverse()) {
      const goal = rule(passing);
      if (goal !== undefined) return goal;
    }
    return undefined;
  }

  #nextHostPort = 40_000;
  #hostPort(): number {
    this.#nextHostPort = this.#nextHostPort >= 60_000 ? 40_000 : this.#nextHostPort + 1;
    return this.#nextHostPort;
  }
}

function listenerOf(way: Way): Listener {
  const listener = way.kind === 'stack' ? way.stack.listenerAt(way.to.address, way.to.port) : undefined;
  if (!listener) throw new SystemError('ECONNREFUSED', way.kind === 'stack' ? way.to.address : '');
  return listener;
}

function portOf(way: Exclude<Way, {kind: 'nobody'}>): number {
  return way.kind === 'stack' ? way.to.port : way.port;
}
