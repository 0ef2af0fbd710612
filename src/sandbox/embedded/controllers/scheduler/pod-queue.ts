import type {FilterName} from './filter.ts';

/** https://kubernetes.io/docs/reference/config-api/kube-scheduler-config.v1/ podInitialBackoffSeconds and podMaxBackoffSeconds */
const firstBackoffMs = 1_000;
const longestBackoffMs = 10_000;
/** How long a Pod waits at most for something that may help it. */
const longestWaitMs = 300_000;

/** Whether a Pod that was stopped by this has a chance now. */
export type Helps = (key: string, filter: FilterName) => boolean;

interface Entry {
  readonly key: string;
  readonly priority: number;
  attempts: number;
  /** What stood in its way; absent while it is in line. */
  waitsFor: ReadonlySet<FilterName> | undefined;
  triedMs: number;
  /** It comes because it waited long, not because anything happened. */
  isOld: boolean;
}

/**
 * The Pods that have no node yet. Those in line come by priority, then in the order they came; those that found no node
 * wait until something happens that may help, and then come after all others.
 */
export class PodQueue {
  readonly #entries = new Map<string, Entry>();
  readonly #ready = new Map<number, Set<string>>();
  readonly #woken = new Set<string>();
  readonly #waiting = new Map<FilterName, Set<Entry>>();
  #priorities: readonly number[] = [];

  /** How many Pods could be taken now. */
  get hasReady(): boolean {
    return this.#priorities.length > 0 || this.#woken.size > 0;
  }

  get hasWaiting(): boolean {
    for (const entries of this.#waiting.values()) if (entries.size > 0) return true;
    return false;
  }

  add(key: string, priority: number): void {
    const known = this.#entries.get(key);
    this.forget(key);
    this.#entries.set(key, {
      key,
      priority,
      attempts: known?.attempts ?? 0,
      waitsFor: undefined,
      triedMs: 0,
      isOld: false,
    });
    this.#stand(key, priority);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  forget(key: string): void {
    this.#leaveLine(key);
    const entry = this.#entries.get(key);
    if (entry) this.#stopWaiting(entry);
    this.#entries.delete(key);
  }

  /** The next Pod; it is in nobody's way until it is said what came of it. */
  take(): {readonly key: string; readonly isOld: boolean} | undefined {
    const [highest] = this.#priorities;
    const [key] = highest === undefined ? this.#woken : (this.#ready.get(highest) ?? []);
    if (key === undefined) return undefined;
    this.#leaveLine(key);
    return {key, isOld: this.#entries.get(key)?.isOld ?? false};
  }

  /** It found no node. */
  wait(key: string, waitsFor: ReadonlySet<FilterName>, now: number): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.attempts += 1;
    entry.waitsFor = waitsFor;
    entry.triedMs = now;
    entry.isOld = false;
    for (const name of waitsFor) this.#waitersFor(name).add(entry);
  }

  /** It shall come again by itself: how long from now. */
  backOff(key: string): number {
    const entry = this.#entries.get(key);
    if (!entry) return firstBackoffMs;
    entry.attempts += 1;
    return Math.min(firstBackoffMs * 2 ** (entry.attempts - 1), longestBackoffMs);
  }

  /** Something happened that may help those who were stopped by one of these; not all of them, when that can be told. */
  wake(filters: Iterable<FilterName>, helps: Helps = () => true): void {
    for (const name of filters)
      for (const entry of [...this.#waitersFor(name)]) if (helps(entry.key, name)) this.#wake(entry);
  }

  /** Those that have waited long come again, whatever happened. */
  wakeOld(now: number): void {
    for (const entry of this.#entries.values())
      if (entry.waitsFor && now - entry.triedMs >= longestWaitMs) {
        this.#wake(entry);
        entry.isOld = true;
      }
  }

  #wake(entry: Entry): void {
    this.#stopWaiting(entry);
    this.#woken.add(entry.key);
  }

  #stopWaiting(entry: Entry): void {
    for (const name of entry.waitsFor ?? []) this.#waitersFor(name).delete(entry);
    entry.waitsFor = undefined;
  }

  #waitersFor(name: FilterName): Set<Entry> {
    const known = this.#waiting.get(name) ?? new Set<Entry>();
    this.#waiting.set(name, known);
    return known;
  }

  #stand(key: string, priority: number): void {
    const line = this.#ready.get(priority);
    if (line) line.add(key);
    else {
      this.#ready.set(priority, new Set([key]));
      this.#sort();
    }
  }

  #leaveLine(key: string): void {
    this.#woken.delete(key);
    const priority = this.#entries.get(key)?.priority;
    if (priority === undefined) return;
    const line = this.#ready.get(priority);
    if (!line?.delete(key) || line.size > 0) return;
    this.#ready.delete(priority);
    this.#sort();
  }

  #sort(): void {
    this.#priorities = [...this.#ready.keys()].sort((one, other) => other - one);
  }
}
