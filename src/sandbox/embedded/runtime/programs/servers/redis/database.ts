import type {RedisValue} from './values.ts';

export interface Entry {
  readonly value: RedisValue;
  /** Bytes that are counted for it; its value may have grown since. */
  counted: number;
  /** Epoch milliseconds; undefined: never. */
  expiresMs: number | undefined;
}

/** What happened in the keyspace, counted for `INFO` and for saving. */
export interface KeyspaceCounts {
  /** Changes since the last save. */
  dirty: number;
  hits: number;
  misses: number;
  expired: number;
  evicted: number;
}

/** One of the numbered databases. */
export class Database {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #counts: KeyspaceCounts;
  /** Told of every key that changes. */
  readonly #touched: (key: string) => void;
  #bytes = 0;

  constructor(options: {
    readonly now: () => number;
    readonly counts: KeyspaceCounts;
    readonly touched: (key: string) => void;
  }) {
    this.#now = options.now;
    this.#counts = options.counts;
    this.#touched = options.touched;
  }

  /** What is there, unless its time is over. `quiet` lookups are not counted as hits or misses. */
  find(key: string, quiet = false): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry && entry.expiresMs !== undefined && entry.expiresMs <= this.#now()) {
      this.#forget(key);
      this.#counts.expired += 1;
      this.#touched(key);
      if (!quiet) this.#counts.misses += 1;
      return undefined;
    }
    if (!quiet) this.#counts[entry ? 'hits' : 'misses'] += 1;
    return entry;
  }

  set(key: string, value: RedisValue, expiresMs?: number): void {
    // Anew at the end: the order of the map is that of the last writes, for eviction.
    this.#forget(key);
    this.#entries.set(key, {value, expiresMs, counted: 0});
    this.changed(key);
  }

  delete(key: string): boolean {
    if (!this.find(key, true)) return false;
    this.#forget(key);
    this.changed(key);
    return true;
  }

  /** A key was changed in place. */
  changed(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) {
      const bytes = key.length + entry.value.bytes;
      this.#bytes += bytes - entry.counted;
      entry.counted = bytes;
    }
    this.#counts.dirty += 1;
    this.#touched(key);
  }

  /** Keys whose time is not over. */
  keys(): readonly string[] {
    this.sweep();
    return [...this.#entries.keys()];
  }

  get size(): number {
    this.sweep();
    return this.#entries.size;
  }

  /** Keys with a time to live. */
  get expiring(): number {
    return [...this.#entries.values()].filter(({expiresMs}) => expiresMs !== undefined).length;
  }

  /** Forgets everything whose time is over. */
  sweep(): void {
    for (const [key, {expiresMs}] of this.#entries) if (expiresMs !== undefined) this.find(key, true);
  }

  clear(): void {
    for (const key of this.#entries.keys()) this.#touched(key);
    this.#counts.dirty += this.#entries.size;
    this.#entries.clear();
    this.#bytes = 0;
  }

  entries(): readonly (readonly [string, Entry])[] {
    this.sweep();
    return [...this.#entries];
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The key that was written longest ago; undefined when there is none. */
  oldest(): string | undefined {
    return this.#entries.keys().next().value;
  }

  #forget(key: string): void {
    this.#bytes -= this.#entries.get(key)?.counted ?? 0;
    this.#entries.delete(key);
  }
}
