/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy */
const firstMs = 10_000;
const longestMs = 300_000;

interface Step {
  readonly sinceMs: number;
  readonly delayMs: number;
}

/** How long to wait before something that failed is tried again: 10 s, doubled each time, at most 5 minutes. */
export class Backoff {
  readonly #now: () => number;
  readonly #steps = new Map<string, Step>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The delay that is in force; 0 when there is none. `fromMs`: since when it counts, its own last step when absent. */
  remainingMs(key: string, fromMs?: number): number {
    const step = this.#steps.get(key);
    if (!step) return 0;
    return Math.max(0, (fromMs ?? step.sinceMs) + step.delayMs - this.#now());
  }

  delayMs(key: string): number {
    return this.#steps.get(key)?.delayMs ?? 0;
  }

  /** It is tried now: the next delay is twice as long, unless all was well for ten minutes. */
  next(key: string): void {
    const now = this.#now();
    const known = this.#steps.get(key);
    const isOld = known !== undefined && now - known.sinceMs > 2 * longestMs;
    const delayMs = known && !isOld ? Math.min(known.delayMs * 2, longestMs) : firstMs;
    this.#steps.set(key, {sinceMs: now, delayMs});
  }

  forget(key: string): void {
    this.#steps.delete(key);
  }
}
