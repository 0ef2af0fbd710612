import type {Process} from '../../process/process.ts';

/** Something a process waits for, but not for ever. */
export class Deadline {
  readonly #process: Process;
  readonly #ms: number;
  readonly #reason: Error;

  /** `reason` is thrown when the time is over. */
  constructor(process: Process, ms: number, reason: Error) {
    this.#process = process;
    this.#ms = ms;
    this.#reason = reason;
  }

  /** Rejects with the reason when it takes too long, and with the process' own when that ends. */
  async during<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const life = new AbortController();
    const {signal, space} = this.#process;
    signal.throwIfAborted();
    const ended = (): void => life.abort(signal.reason);
    signal.addEventListener('abort', ended, {once: true});
    const cancel = space.kernel.clock.after(this.#ms, () => life.abort(this.#reason));
    try {
      return await action(life.signal);
    } finally {
      cancel();
      signal.removeEventListener('abort', ended);
    }
  }
}
