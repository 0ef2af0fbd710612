/** What a `docker wait` waits for. */
export type WaitCondition = 'not-running' | 'next-exit' | 'removed';

/** Everybody who waits for the end of one container. */
export class Waiters {
  readonly #waiting = new Set<{readonly condition: WaitCondition; readonly resolve: (exitCode: number) => void}>();

  /** Resolves with the exit code; rejects with the signal's reason. */
  wait(condition: WaitCondition, signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = (): void => {
        this.#waiting.delete(waiter);
        reject(signal.reason);
      };
      const waiter = {
        condition,
        resolve: (exitCode: number) => {
          signal.removeEventListener('abort', abort);
          resolve(exitCode);
        },
      };
      signal.addEventListener('abort', abort, {once: true});
      this.#waiting.add(waiter);
    });
  }

  /** It has stopped, and does not start by itself. */
  stopped(exitCode: number): void {
    this.#wake(exitCode, ({condition}) => condition !== 'removed');
  }

  /** It is gone: nobody waits any more, whatever for. */
  removed(exitCode: number): void {
    this.#wake(exitCode, () => true);
  }

  #wake(exitCode: number, which: (waiter: {readonly condition: WaitCondition}) => boolean): void {
    for (const waiter of [...this.#waiting]) {
      if (!which(waiter)) continue;
      this.#waiting.delete(waiter);
      waiter.resolve(exitCode);
    }
  }
}
