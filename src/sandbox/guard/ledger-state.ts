import type {LedgerEntry} from './ledger-entry.ts';
import type {LedgerRecord} from './ledger-file.ts';

/** Older changes than this many are forgotten when the ledger is opened; nobody goes back that far. */
const keptChanges = 1000;

type Change = {readonly entry: LedgerEntry; readonly at: number};

/** The ledger in memory: what the records amount to. Takes no time and touches no disk. */
export class LedgerState {
  head = 0;
  since = 0;
  readonly hidden = new Set<string>();
  readonly #entries = new Map<number, LedgerEntry>();
  /** By the number of the entry that was changed; the last change decides. */
  readonly #changes = new Map<number, Change>();

  constructor(records: readonly LedgerRecord[]) {
    for (const record of records) this.apply(record);
  }

  entries(): readonly LedgerEntry[] {
    return [...this.#entries.values()];
  }

  apply(record: LedgerRecord): void {
    switch (record.op) {
      case 'head':
        this.since = record.since;
        break;
      case 'add':
        this.#add(record.entry);
        break;
      case 'remove':
        this.#change(record);
        this.#entries.delete(record.seq);
        break;
      case 'rename':
        this.#rename(record);
        break;
      case 'touch':
        this.#change(record);
        break;
      case 'changed':
        this.#changes.set(record.entry.seq, record);
        break;
      case 'hide':
        this.#hide(record);
        break;
      case 'unhide':
        this.#unhide(record);
        break;
      case 'mark':
        // Its number is all there is to it.
        break;
    }
    this.head = Math.max(this.head, record.op === 'add' ? record.entry.seq : record.at);
  }

  /** The entry that `made` is another sight of: images go by their reference, everything else by its id. */
  same(made: Pick<LedgerEntry, 'kind' | 'name' | 'id'>): LedgerEntry | undefined {
    for (const entry of this.#entries.values()) {
      if (entry.kind !== made.kind) continue;
      if (made.kind === 'image' ? entry.name === made.name : entry.id === made.id) return entry;
    }
    return undefined;
  }

  find(kind: LedgerEntry['kind'], name: string): LedgerEntry | undefined {
    const wanted = kind === 'container' ? name.replace(/^\//, '') : name;
    const id = bare(wanted);
    // Newest first: an older one of the same name was removed behind our back.
    const all = this.entries()
      .filter((entry) => entry.kind === kind)
      .reverse();
    return (
      all.find((entry) => entry.name === wanted) ??
      all.find((entry) => entry.id === wanted || bare(entry.id) === id) ??
      all.find((entry) => entry.realName === wanted) ??
      uniqueBeginning(all, id)
    );
  }

  touchedSince(checkpoint: number): readonly LedgerEntry[] {
    const touched = [...this.#changes.values()].filter(({entry, at}) => at > checkpoint && entry.seq <= checkpoint);
    return touched.map(({entry}) => entry);
  }

  /** The fewest records that amount to the same. */
  compact(): readonly LedgerRecord[] {
    const changes = [...this.#changes.values()].sort((a, b) => a.at - b.at).slice(-keptChanges);
    return [
      {op: 'head', at: this.head, since: this.since},
      ...changes.map((change) => ({op: 'changed' as const, ...change})),
      ...this.entries().map((entry) => ({op: 'add' as const, entry})),
      ...[...this.hidden].map((name) => ({op: 'hide' as const, at: 0, name})),
    ];
  }

  #add(entry: LedgerEntry): void {
    const known = this.same(entry);
    if (known) {
      // One that was hidden was nothing to the learner: hiding it again brings back what was.
      if (!this.hidden.has(known.name) || known.kind !== 'image') this.#change({seq: known.seq, at: entry.seq});
      this.#entries.delete(known.seq);
    }
    if (entry.kind === 'image') this.hidden.delete(entry.name);
    this.#entries.set(entry.seq, entry);
  }

  #change({seq, at}: {readonly seq: number; readonly at: number}): void {
    const entry = this.#entries.get(seq);
    // `at` is 0 in a compacted file, where the change stands for itself.
    if (entry && at > 0) this.#changes.set(seq, {entry, at});
  }

  #rename({seq, at, name, realName}: {seq: number; at: number; name: string; realName: string}): void {
    const entry = this.#entries.get(seq);
    if (!entry) return;
    this.#change({seq, at});
    this.#entries.set(seq, {...entry, name, realName});
  }

  #hide({at, name}: {readonly at: number; readonly name: string}): void {
    this.hidden.add(name);
    const entry = this.#image(name);
    if (entry) this.#change({seq: entry.seq, at});
  }

  #unhide({at, name}: {readonly at: number; readonly name: string}): void {
    this.hidden.delete(name);
    const entry = this.#image(name);
    if (!entry) return;
    this.#entries.delete(entry.seq);
    this.#entries.set(at, {...entry, seq: at});
  }

  #image(name: string): LedgerEntry | undefined {
    return this.same({kind: 'image', name, id: ''});
  }
}

function bare(id: string): string {
  return id.replace(/^sha256:/, '');
}

/** One image has an entry a reference, so that it is the ids that must not differ. */
function uniqueBeginning(entries: readonly LedgerEntry[], id: string): LedgerEntry | undefined {
  if (!/^[0-9a-f]+$/.test(id)) return undefined;
  // A volume is never found by the beginning of its name.
  const found = entries.filter((entry) => entry.kind !== 'volume' && bare(entry.id).startsWith(id));
  return new Set(found.map((entry) => entry.id)).size === 1 ? found[0] : undefined;
}
