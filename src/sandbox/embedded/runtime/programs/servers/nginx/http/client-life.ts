import type {Process} from '../../../../process/process.ts';
import type {Statistics} from './request.ts';

/** Why a connection that waits for its next request is closed; nobody is told. */
export class IdleConnection extends Error {}

/** How long a client may take to say anything at all. */
const headerMs = 60_000;

/** A connection as its worker sees it: at work, or waiting for a request, and for how long. */
export class ClientLife {
  readonly #process: Process;
  readonly #life = new AbortController();
  readonly #ended: () => void;
  readonly #statistics: Statistics;
  #cancel: () => void;
  #isIdle = true;
  #isClosing = false;
  #isEnded = false;
  readonly #hearers: (() => void)[] = [];

  constructor(process: Process, statistics: Statistics) {
    this.#process = process;
    this.#statistics = statistics;
    statistics.waiting += 1;
    this.#ended = () => this.#life.abort(process.signal.reason);
    process.signal.addEventListener('abort', this.#ended, {once: true});
    this.#cancel = this.#after(headerMs);
  }

  /** Aborted when the connection is over, for whatever reason. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get isOver(): boolean {
    return this.#life.signal.aborted;
  }

  /** The worker goes: no other request is taken. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** A request has begun. */
  work(): void {
    this.#cancel();
    if (this.#isIdle) this.#statistics.waiting -= 1;
    this.#isIdle = false;
  }

  /** An answer is sent; the next request may take so long. */
  rest(ms: number): void {
    if (this.#isEnded) return;
    if (!this.#isIdle) this.#statistics.waiting += 1;
    this.#isIdle = true;
    this.#cancel = this.#after(ms);
    if (this.#isClosing) this.#life.abort(new IdleConnection());
  }

  /** The worker shuts down: at once when nothing is under way, else after the answer. */
  close(): void {
    this.#isClosing = true;
    if (this.#isIdle) this.#life.abort(new IdleConnection());
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (this.#isIdle) this.#statistics.waiting -= 1;
    this.#cancel();
    this.#process.signal.removeEventListener('abort', this.#ended);
  }

  /** Calls back when the connection is gone. */
  onEnd(hear: () => void): void {
    this.#hearers.push(hear);
  }

  /** Called once nothing of the connection is left. */
  ended(): void {
    for (const hear of this.#hearers.splice(0)) hear();
  }

  #after(ms: number): () => void {
    return this.#process.space.kernel.clock.after(ms, () => this.#life.abort(new IdleConnection()));
  }
}
