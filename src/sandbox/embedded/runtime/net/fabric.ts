import {SystemError} from '../../system-error.ts';
import type {Kernel} from '../process/kernel.ts';
import {contains, parseAddress} from './address.ts';
import {
  type Connection,
  type Endpoint,
  type NameAnswer,
  type NameQuestion,
  NetworkStack,
  type Segment,
} from './stack.ts';

/**
 * Another destination for a connection: what kube-proxy's rules do for a Service. `refused` for a Service without
 * endpoints; undefined for an address that is none of its.
 */
export type Translate = (to: Endpoint, from: NetworkStack | undefined) => Endpoint | 'refused' | undefined;

/** A connection to nobody: the kernel gives up after about this long. */
const connectMs = 127_000;

/** All networks together, and the simulated host they stand on. Nothing in it leads to a real network. */
export class Fabric {
  /** The host's own stack: containers on its network share it. */
  readonly host = new NetworkStack();
  readonly #kernel: Kernel;
  readonly #translators = new Set<Translate>();
  /** Ports published on the host: where a connection to it goes. */
  readonly #published = new Map<number, {readonly stack: NetworkStack; readonly port: number}>();

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
    this.#published.set(hostPort, {stack, port});
    return () => this.#published.delete(hostPort);
  }

  isPublished(hostPort: number): boolean {
    return this.#published.has(hostPort);
  }

  /**
   * Connects from a stack. Rejects with ECONNREFUSED, EHOSTUNREACH or ENETUNREACH; what another network hides is waited
   * for as in reality, until ETIMEDOUT or the signal.
   */
  async connect(from: NetworkStack, to: Endpoint, signal: AbortSignal): Promise<Connection> {
    const goal = this.#translated(to, from);
    if (from.base === this.host && from.hasAddress(goal.address)) return this.fromHost(goal.port, goal.address);
    if (from.hasAddress(goal.address)) return this.#reach(from, from, goal);
    const card = from.interfaces.find(({network}) => network.memberAt(goal.address) !== undefined);
    const member = card?.network.memberAt(goal.address);
    if (card && member) return this.#reach(from, member, goal, card.address);
    if (from.interfaces.some(({network}) => network.gateway === goal.address)) return this.fromHost(goal.port);
    if (from.interfaces.some(({network}) => isIn(network, goal.address)))
      throw new SystemError('EHOSTUNREACH', goal.address);
    if (from.interfaces.length === 0 || !isPrivate(goal.address)) throw new SystemError('ENETUNREACH', goal.address);
    await this.#kernel.wait(connectMs, signal);
    throw new SystemError('ETIMEDOUT', goal.address);
  }

  /** Connects from the simulated host to a port of its own, published or listened on. Throws ECONNREFUSED. */
  fromHost(port: number, address = '127.0.0.1'): Connection {
    const goal = this.#published.get(port) ?? {stack: this.host, port};
    const card = goal.stack.interfaces[0];
    const remote = {address: card?.address ?? '127.0.0.1', port: goal.port};
    const listener = goal.stack.listenerAt(remote.address, goal.port);
    if (!listener) throw new SystemError('ECONNREFUSED', `${address}:${port}`);
    return listener.connect({address: card?.network.gateway ?? '127.0.0.1', port: this.#hostPort()}, remote);
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
    if (from.hasAddress(address)) return true;
    return from.interfaces.some(({network}) => network.gateway === address || network.memberAt(address) !== undefined);
  }

  /** Asks a name server, wherever its address leads. */
  async ask(from: NetworkStack, server: string, question: NameQuestion): Promise<NameAnswer> {
    const own = from.nameServers.get(server);
    if (own) return own(question, from);
    const goal = this.#translators.size > 0 ? this.#quietly({address: server, port: 53}, from) : undefined;
    const address = goal?.address ?? server;
    for (const {network} of from.interfaces) {
      const answer = network.memberAt(address)?.nameServers.get(address);
      if (answer) return answer(question, from);
    }
    return {status: 'failed'};
  }

  #reach(from: NetworkStack, to: NetworkStack, goal: Endpoint, own = goal.address): Connection {
    const listener = to.listenerAt(goal.address, goal.port);
    if (!listener) throw new SystemError('ECONNREFUSED', goal.address);
    return listener.connect({address: own, port: from.ephemeralPort()}, goal);
  }

  #translated(to: Endpoint, from: NetworkStack): Endpoint {
    const goal = this.#rule(to, from);
    if (goal === 'refused') throw new SystemError('ECONNREFUSED', to.address);
    return goal ?? to;
  }

  #quietly(to: Endpoint, from: NetworkStack): Endpoint | undefined {
    const goal = this.#rule(to, from);
    return goal === 'refused' ? undefined : goal;
  }

  #rule(to: Endpoint, from: NetworkStack): Endpoint | 'refused' | undefined {
    for (const rule of [...this.#translators].reverse()) {
      const goal = rule(to, from);
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

function isIn({subnet}: Segment, address: string): boolean {
  const number = parseAddress(address);
  return number !== undefined && contains(subnet, number);
}

function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}
