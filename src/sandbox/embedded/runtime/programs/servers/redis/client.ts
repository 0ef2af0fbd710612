import type {ByteWriter} from '../../../../bytes/pipe.ts';
import type {Endpoint} from '../../../net/stack.ts';
import {encodeBytes} from '../../text/codec.ts';
import {encodeReply, type Reply} from './reply.ts';

/** What may wait for a client that does not read, before it is dropped: `client-output-buffer-limit`. */
const mostWaiting = 32 << 20;

/** One connection to the server, and what it has set up. */
export class RedisClient {
  readonly id: number;
  readonly remote: Endpoint;
  readonly local: Endpoint;
  readonly connectedMs: number;
  name = '';
  databaseIndex = 0;
  isAuthenticated: boolean;
  /** Commands between MULTI and EXEC; undefined outside. */
  queue: (readonly string[])[] | undefined;
  /** A command of the queue made no sense. */
  isQueueBroken = false;
  /** Keys whose change ends the transaction, by database. */
  readonly watched = new Set<string>();
  isWatchBroken = false;
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  isMonitor = false;
  /** A command of a transaction runs: nothing waits then. */
  isExecuting = false;
  lastCommand = 'NULL';
  lastMs: number;
  readonly #writer: ByteWriter;
  readonly #signal: AbortSignal;
  readonly #life = new AbortController();
  #sending: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(given: {
    readonly id: number;
    readonly remote: Endpoint;
    readonly local: Endpoint;
    readonly writer: ByteWriter;
    readonly signal: AbortSignal;
    readonly nowMs: number;
    readonly isAuthenticated: boolean;
  }) {
    this.id = given.id;
    this.remote = given.remote;
    this.local = given.local;
    this.connectedMs = given.nowMs;
    this.lastMs = given.nowMs;
    this.isAuthenticated = given.isAuthenticated;
    this.#writer = given.writer;
    this.#signal = given.signal;
  }

  /** Aborted when the connection is over. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** Sends in order, without making the sender wait for this client. */
  push(reply: Reply): void {
    if (this.signal.aborted) return;
    const bytes = encodeBytes(encodeReply(reply));
    this.#waiting += bytes.length;
    if (this.#waiting > mostWaiting) return this.close();
    this.#sending = this.#sending
      .then(() => this.#writer.write(bytes, this.#signal))
      .then(() => {
        this.#waiting -= bytes.length;
      })
      // Whoever does not listen any more is found out by reading from it.
      .catch(() => this.close());
  }

  /** Resolves when everything pushed so far is sent. */
  sent(): Promise<void> {
    return this.#sending;
  }

  close(): void {
    if (!this.signal.aborted) this.#life.abort(new ClientGone());
  }
}

/** Why a connection's reading ends: it was closed from here. */
export class ClientGone extends Error {}
