import type {EngineClock} from '../outside.ts';

/** https://pkg.go.dev/k8s.io/client-go/util/workqueue#DefaultControllerRateLimiter */
const firstBackoffMs = 5;
const longestBackoffMs = 1_000_000;
/** How long one turn may take before others have theirs, in real milliseconds. */
const sliceMs = 8;

export interface WorkQueueOptions {
  readonly clock: EngineClock;
  /** Works on one key; a key that throws comes again. */
  readonly work: (key: string) => void;
  readonly onError: (key: string, error: unknown) => void;
  /** Real time, to keep turns short; not what the simulation is in. */
  readonly realNow: () => number;
}

/** Keys to be worked on: each once, however often it was added, and failed ones later and later. */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #ready = new Set<string>();
  readonly #later = new Map<string, {readonly at: number; readonly cancel: () => void}>();
  readonly #failures = new Map<string, number>();
  #scheduled = false;
  #stopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  add(key: string, afterMs = 0): void {
    if (this.#stopped) return;
    if (afterMs > 0) return this.#addLater(key, afterMs);
    this.#cancel(key);
    this.#ready.add(key);
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    for (const {cancel} of this.#later.values()) cancel();
    this.#later.clear();
    this.#ready.clear();
  }

  #addLater(key: string, afterMs: number): void {
    const at = this.#options.clock.now() + afterMs;
    const known = this.#later.get(key);
    if (this.#ready.has(key) || (known && known.at <= at)) return;
    known?.cancel();
    const cancel = this.#options.clock.after(afterMs, () => {
      this.#later.delete(key);
      this.add(key);
    });
    this.#later.set(key, {at, cancel});
  }

  #cancel(key: string): void {
    this.#later.get(key)?.cancel();
    this.#later.delete(key);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.clock.soon(() => {
      this.#scheduled = false;
      this.#turn();
    });
  }

  #turn(): void {
    const end = this.#options.realNow() + sliceMs;
    for (const key of this.#ready) {
      if (this.#stopped) return;
      this.#ready.delete(key);
      this.#workOn(key);
      if (this.#options.realNow() > end) break;
    }
    if (this.#ready.size > 0) this.#schedule();
  }

  #workOn(key: string): void {
    try {
      this.#options.work(key);
      this.#failures.delete(key);
    } catch (error) {
      const times = this.#failures.get(key) ?? 0;
      this.#failures.set(key, times + 1);
      this.#options.onError(key, error);
      this.add(key, Math.min(firstBackoffMs * 2 ** times, longestBackoffMs));
    }
  }
}
