import type {Clock} from '../../clock.ts';
import type {LedgerEntry} from './ledger-entry.ts';
import {loadLedger, type Notice} from './ledger-file.ts';
import {LedgerState} from './ledger-state.ts';

export type {LedgerEntry} from './ledger-entry.ts';

/** The label the guard puts on everything the learner makes; its value is the session's id. */
export const sessionLabel = 'dev.k8s-learn.session';

/** What the learner made, remembered on disk: every method that changes it has written when it returns. */
export interface Ledger {
  /** Said once to the learner when the file on disk was damaged; `cause` is `ledger-damaged`. */
  readonly notice: Notice | undefined;
  /** Epoch milliseconds at which the ledger was first opened. */
  readonly since: number;
  /** Hidden images included; ascending `seq`. */
  entries(): readonly LedgerEntry[];
  /**
   * Remembers an object. What is known already (an image by its name, anything else by its id) is updated: an
   * equal entry is returned as it is, a hidden image becomes visible again, and a reference that moved to another
   * image counts as a change of the older entry.
   */
  add(entry: Omit<LedgerEntry, 'seq' | 'at'>): LedgerEntry;
  /** Forgets the entry `find` finds; undefined when there is none. */
  remove(kind: LedgerEntry['kind'], idOrName: string): LedgerEntry | undefined;
  /**
   * By the learner's name, then the id, then the real name, then a unique beginning of an id, as Docker does;
   * the newest of several.
   */
  find(kind: LedgerEntry['kind'], name: string): LedgerEntry | undefined;
  /** Also counts as a change of the entry. */
  rename(kind: LedgerEntry['kind'], id: string, name: string, realName: string): LedgerEntry | undefined;
  /** The object was changed (stopped, connected, written to ...) after it was made. */
  touch(entry: LedgerEntry): void;
  /** What was there at the checkpoint and has been changed, hidden or removed since. */
  touchedSince(checkpoint: number): readonly LedgerEntry[];
  /** The checkpoint of this moment. */
  head(): number;
  /** A checkpoint that no other one shares, although nothing was made in between. */
  mark(): number;
  /** Keeps an image on the machine but takes it out of the learner's sight; counts as a change of the entry. */
  hide(imageName: string): void;
  /** Shows it again; its entry then counts as made now. */
  unhide(imageName: string): void;
  hidden(imageName: string): boolean;
  /** Waits until the disk itself has everything. */
  flush(): Promise<void>;
  close(): void;
}

/**
 * Opens or creates the ledger at `file` and compacts it. A line that a crash tore is dropped; a damaged file is
 * set aside as `<file>.damaged-<time>`, its readable lines are kept, and `notice` says so.
 * One process at a time: a second opener would take the file from the first.
 * Rejects with LEDGER_NOT_READABLE or LEDGER_NOT_WRITABLE.
 */
export async function openLedger(file: string, clock: Clock): Promise<Ledger> {
  const {records, notice, append} = loadLedger(file, clock);
  const state = new LedgerState(records);
  append.replace(state.compact());
  return new DiskLedger({state, append, notice, clock});
}

type Append = ReturnType<typeof loadLedger>['append'];
type Parts = {
  readonly state: LedgerState;
  readonly append: Append;
  readonly notice: Notice | undefined;
  readonly clock: Clock;
};

class DiskLedger implements Ledger {
  readonly notice: Notice | undefined;
  readonly #state: LedgerState;
  readonly #append: Append;
  readonly #clock: Clock;

  constructor({state, append, notice, clock}: Parts) {
    this.#state = state;
    this.#append = append;
    this.#clock = clock;
    this.notice = notice;
  }

  get since(): number {
    return this.#state.since;
  }

  entries(): readonly LedgerEntry[] {
    return this.#state.entries();
  }

  head(): number {
    return this.#state.head;
  }

  mark(): number {
    this.#write({op: 'mark', at: this.#next()});
    return this.#state.head;
  }

  find(kind: LedgerEntry['kind'], name: string): LedgerEntry | undefined {
    return this.#state.find(kind, name);
  }

  touchedSince(checkpoint: number): readonly LedgerEntry[] {
    return this.#state.touchedSince(checkpoint);
  }

  hidden(imageName: string): boolean {
    return this.#state.hidden.has(imageName);
  }

  add(made: Omit<LedgerEntry, 'seq' | 'at'>): LedgerEntry {
    const known = this.#state.same(made);
    const hidden = made.kind === 'image' && this.hidden(made.name);
    if (known && !hidden && equal(known, made)) return known;
    const {kind, name, realName, id, keep} = made;
    const entry = {seq: this.#next(), kind, name, realName, id, keep, at: this.#clock.now()};
    this.#write({op: 'add', entry});
    return entry;
  }

  remove(kind: LedgerEntry['kind'], idOrName: string): LedgerEntry | undefined {
    const entry = this.#state.find(kind, idOrName);
    if (entry) this.#write({op: 'remove', at: this.#next(), seq: entry.seq});
    return entry;
  }

  rename(kind: LedgerEntry['kind'], id: string, name: string, realName: string): LedgerEntry | undefined {
    const entry = this.#state.find(kind, id);
    if (!entry) return undefined;
    this.#write({op: 'rename', at: this.#next(), seq: entry.seq, name, realName});
    return {...entry, name, realName};
  }

  touch(entry: LedgerEntry): void {
    this.#write({op: 'touch', at: this.#next(), seq: entry.seq});
  }

  hide(imageName: string): void {
    if (!this.hidden(imageName)) this.#write({op: 'hide', at: this.#next(), name: imageName});
  }

  unhide(imageName: string): void {
    if (this.hidden(imageName)) this.#write({op: 'unhide', at: this.#next(), name: imageName});
  }

  async flush(): Promise<void> {
    await this.#append.sync();
  }

  close(): void {
    this.#append.close();
  }

  #next(): number {
    return this.#state.head + 1;
  }

  // Disk first: when the write fails, the caller hears of it and memory still agrees with the file.
  #write(record: Parameters<LedgerState['apply']>[0]): void {
    this.#append.line(record);
    this.#state.apply(record);
  }
}

function equal(a: Omit<LedgerEntry, 'seq' | 'at'>, b: Omit<LedgerEntry, 'seq' | 'at'>): boolean {
  return a.id === b.id && a.name === b.name && a.realName === b.realName && a.keep === b.keep;
}
