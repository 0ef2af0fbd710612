import {type ByteStream, connectedPair, waitIn, wake} from '../../bytes/pipe.ts';
import {SystemError} from '../../system-error.ts';
import type {Subnet} from './address.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** One TCP connection, at one of its ends. */
export interface Connection {
  readonly stream: ByteStream;
  readonly local: Endpoint;
  readonly remote: Endpoint;
}

/** What a card is plugged into. */
export interface Segment {
  readonly subnet: Subnet;
  readonly gateway: string;
  /** Whose address the gateway's is, when that is not the simulated host: the node a Pod is on. */
  readonly router?: NetworkStack | undefined;
  memberAt(address: string): NetworkStack | undefined;
}

/** Where a stack sends what is for a subnet: to a neighbour, who hands it on. */
export interface Route {
  readonly subnet: Subnet;
  readonly via: string;
}

/** A card of a network stack: `eth0`. */
export interface Interface {
  readonly name: string;
  readonly network: Segment;
  readonly address: string;
  readonly mac: string;
  rxBytes: number;
  txBytes: number;
}

/** A question to a name server. Types as `nslookup` and kube-dns know them. */
export interface NameQuestion {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'SRV' | 'PTR';
}

export type NameAnswer =
  | {readonly status: 'found'; readonly records: readonly NameRecord[]}
  | {readonly status: 'no-such-name'}
  | {readonly status: 'failed'};

export interface NameRecord {
  readonly name: string;
  readonly type: NameQuestion['type'];
  /** An address, or `priority weight port target`. */
  readonly value: string;
}

export type NameServer = (question: NameQuestion, from: NetworkStack) => NameAnswer | Promise<NameAnswer>;

/** Where a program waits for connections. */
export class Listener {
  readonly port: number;
  /** `0.0.0.0`: every address of the stack. */
  readonly address: string;
  readonly #stack: NetworkStack;
  #queue: Connection[] = [];
  readonly #waiting: (() => void)[] = [];
  #closed = false;

  constructor(stack: NetworkStack, address: string, port: number) {
    this.#stack = stack;
    this.address = address;
    this.port = port;
  }

  /** The next connection; rejects with the signal's reason, or with EINVAL once closed. */
  async accept(signal: AbortSignal): Promise<Connection> {
    for (;;) {
      signal.throwIfAborted();
      const next = this.#queue.shift();
      if (next) return next;
      if (this.#closed) throw new SystemError('EINVAL');
      await waitIn(this.#waiting, signal);
    }
  }

  /** A connection from somebody who reached this listener; returns their end. */
  connect(local: Endpoint, remote: Endpoint): Connection {
    if (this.#closed) throw new SystemError('ECONNREFUSED');
    const [ours, theirs] = connectedPair();
    this.#queue.push({stream: ours, local: remote, remote: local});
    wake(this.#waiting);
    return {stream: theirs, local, remote};
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const {stream} of this.#queue.splice(0)) {
      stream.reader.close();
      stream.writer.close();
    }
    wake(this.#waiting);
    this.#stack.forget(this);
  }
}

const firstEphemeralPort = 32_768;

/** Network namespace: cards, listeners, and the way to all others. Shared by the containers of a Pod. */
export class NetworkStack {
  readonly interfaces: Interface[];
  /** Name servers that answer at an address this stack can reach; Docker's own is 127.0.0.11. */
  readonly nameServers: Map<string, NameServer>;
  /** Bridges it is the router of: it has their gateways' addresses, and hands on what their members send. */
  readonly bridges: Segment[];
  /** By the text of the subnet. */
  readonly routes: Map<string, Route>;
  /** The stack whose cards and ports these are: itself, or the one it shares. */
  readonly base: NetworkStack;
  readonly #listeners: Map<string, Listener>;
  /** Opened by way of this one. */
  readonly #own = new Set<Listener>();
  #nextPort = firstEphemeralPort;

  /** `sharing`: the same stack as another one's, but what listens by way of it can be closed by itself. */
  constructor(sharing?: NetworkStack) {
    this.base = sharing?.base ?? this;
    this.interfaces = sharing?.interfaces ?? [];
    this.nameServers = sharing?.nameServers ?? new Map();
    this.bridges = sharing?.bridges ?? [];
    this.routes = sharing?.routes ?? new Map();
    this.#listeners = sharing ? sharing.base.#listeners : new Map();
  }

  /** Throws EADDRINUSE, EADDRNOTAVAIL. Port 0: any free one. */
  listen(port: number, address = '0.0.0.0'): Listener {
    if (address !== '0.0.0.0' && !this.hasAddress(address)) throw new SystemError('EADDRNOTAVAIL', address);
    const chosen = port === 0 ? this.ephemeralPort() : port;
    const taken = [...this.#listeners.values()].some(
      (other) => other.port === chosen && (other.address === address || [other.address, address].includes('0.0.0.0')),
    );
    if (taken) throw new SystemError('EADDRINUSE', `${address}:${chosen}`);
    const listener = new Listener(this, address, chosen);
    this.#listeners.set(`${address}:${chosen}`, listener);
    this.#own.add(listener);
    return listener;
  }

  listeners(): readonly Listener[] {
    return [...this.#listeners.values()];
  }

  listenerAt(address: string, port: number): Listener | undefined {
    return this.#listeners.get(`${address}:${port}`) ?? this.#listeners.get(`0.0.0.0:${port}`);
  }

  forget(listener: Listener): void {
    this.#own.delete(listener);
    this.#listeners.delete(`${listener.address}:${listener.port}`);
  }

  hasAddress(address: string): boolean {
    return (
      address.startsWith('127.') ||
      this.interfaces.some((card) => card.address === address) ||
      this.bridges.some(({gateway}) => gateway === address)
    );
  }

  ephemeralPort(): number {
    if (this.base !== this) return this.base.ephemeralPort();
    this.#nextPort = this.#nextPort >= 60_999 ? firstEphemeralPort : this.#nextPort + 1;
    return this.#nextPort;
  }

  /** All that listened by way of it is closed: the last process is gone. */
  close(): void {
    for (const listener of [...this.#own]) listener.close();
  }
}
