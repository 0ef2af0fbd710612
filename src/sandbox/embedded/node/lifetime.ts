/** Until when something runs, for any number of those who depend on it. */
export class Lifetime {
  readonly #listeners = new Set<() => void>();
  readonly #signal: AbortSignal;

  /** Of a process: it is over when the signal is aborted. */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener(
      'abort',
      () => {
        for (const listener of [...this.#listeners]) listener();
        this.#listeners.clear();
      },
      {once: true},
    );
  }

  get over(): boolean {
    return this.#signal.aborted;
  }

  /** Calls back once, when it is over; returns how not to be told. */
  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
