import type {ByteStream} from '../../../../bytes/pipe.ts';
import {isSystemError} from '../../../../system-error.ts';
import {Incoming} from '../../../http/incoming.ts';
import {parseAddress} from '../../../net/address.ts';
import {resolveName} from '../../../net/resolve.ts';
import type {Connection} from '../../../net/stack.ts';
import type {Process} from '../../../process/process.ts';
import {Deadline} from '../deadline.ts';
import type {CurlOptions} from './curl-options.ts';
import {CurlFailure} from './failure.ts';
import type {Talk} from './talk.ts';
import type {CurlUrl} from './url.ts';

/** A connection, kept for what goes to the same place next. */
export interface CurlConnection {
  readonly number: number;
  readonly stream: ByteStream;
  readonly incoming: Incoming;
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** It was used before. */
  readonly isReused: boolean;
}

/** The connections of one run. */
export class Connections {
  readonly #process: Process;
  readonly #options: CurlOptions;
  readonly #talk: Talk;
  readonly #idle = new Map<string, CurlConnection>();
  readonly #open = new Set<ByteStream>();
  #count = 0;
  /** How many were made. */
  made = 0;

  constructor(process: Process, options: CurlOptions, talk: Talk) {
    this.#process = process;
    this.#options = options;
    this.#talk = talk;
  }

  /** Throws CurlFailure; rejects with the signal's reason. `onPhase` hears what is waited for. */
  async open(
    url: CurlUrl,
    signal: AbortSignal,
    onPhase: (phase: 'resolving' | 'connecting') => void,
  ): Promise<CurlConnection> {
    const key = `${url.host}:${url.port}`;
    const idle = this.#idle.get(key);
    if (idle) {
      this.#idle.delete(key);
      await this.#talk.note(`Re-using existing http: connection with host ${url.host}`);
      return {...idle, incoming: new Incoming(idle.stream.reader, signal), isReused: true};
    }
    onPhase('resolving');
    const addresses = await this.#resolve(url);
    if (url.scheme === 'https') throw new CurlFailure(35, 'TLS is not simulated by k8s-learn');
    onPhase('connecting');
    const {host, port} = url;
    const {connectTimeoutMs} = this.#options;
    const message = `Failed to connect to ${host} port ${port} after ${connectTimeoutMs} ms: Timeout was reached`;
    const deadline = new Deadline(this.#process, connectTimeoutMs, new CurlFailure(28, message));
    return deadline.during((limit) => this.#connect(url, addresses, {signal, limit}));
  }

  keep(connection: CurlConnection, url: CurlUrl): Promise<void> {
    this.#idle.set(`${url.host}:${url.port}`, connection);
    return this.#talk.note(`Connection #${connection.number} to host ${url.host} left intact`);
  }

  async drop(connection: CurlConnection): Promise<void> {
    connection.incoming.close();
    connection.stream.writer.close();
    this.#open.delete(connection.stream);
    await this.#talk.note(`shutting down connection #${connection.number}`);
  }

  /** Whatever is still open, in use or not. */
  closeAll(): void {
    for (const {reader, writer} of this.#open) {
      reader.close();
      writer.close();
    }
    this.#open.clear();
    this.#idle.clear();
  }

  async #resolve({host, port}: CurlUrl): Promise<readonly string[]> {
    const given = this.#options.resolved.get(`${host.toLowerCase()}:${port}`);
    if (given !== undefined) return [given];
    if (parseAddress(host) !== undefined || host.includes(':')) return [host];
    const {files, space} = this.#process;
    const found = await resolveName({files, fabric: space.fabric, network: space.network}, host);
    if (found.status !== 'found') {
      await this.#talk.note(`Could not resolve host: ${host}`);
      await this.#talk.note(`shutting down connection #${this.#count}`);
      throw new CurlFailure(6, `Could not resolve host: ${host}`);
    }
    await this.#talk.note(`Host ${host}:${port} was resolved.`);
    await this.#talk.note('IPv6: (none)');
    await this.#talk.note(`IPv4: ${found.addresses.join(', ')}`);
    return found.addresses;
  }

  async #connect(
    {host, port}: CurlUrl,
    addresses: readonly string[],
    {signal, limit}: {readonly signal: AbortSignal; readonly limit: AbortSignal},
  ): Promise<CurlConnection> {
    const {space} = this.#process;
    const began = this.#process.now();
    for (const address of addresses) {
      await this.#talk.note(`  Trying ${address.includes(':') ? `[${address}]` : address}:${port}...`);
      try {
        const found = await space.fabric.connect(space.network, {address, port}, AbortSignal.any([signal, limit]));
        await this.#talk.note(`Connected to ${host} (${address}) port ${port}`);
        await this.#talk.note('using HTTP/1.x');
        return this.#made(found, {host, address, port, signal});
      } catch (error) {
        if (!isSystemError(error)) throw error;
        const own = space.network.interfaces[0]?.address ?? '127.0.0.1';
        await this.#talk.note(
          `connect to ${address} port ${port} from ${own} port ${space.network.ephemeralPort()} failed: ${error.message}`,
        );
      }
    }
    const message = `Failed to connect to ${host} port ${port} after ${this.#process.now() - began} ms: Could not connect to server`;
    await this.#talk.note(message);
    await this.#talk.note(`closing connection #${this.#count}`);
    throw new CurlFailure(7, message);
  }

  #made(
    {stream, local}: Connection,
    given: {readonly host: string; readonly address: string; readonly port: number; readonly signal: AbortSignal},
  ): CurlConnection {
    const {signal, ...place} = given;
    this.made += 1;
    this.#open.add(stream);
    const number = this.#count;
    this.#count += 1;
    return {
      ...place,
      number,
      stream,
      incoming: new Incoming(stream.reader, signal),
      localAddress: local.address,
      localPort: local.port,
      isReused: false,
    };
  }
}
