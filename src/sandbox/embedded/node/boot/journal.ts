/** How many lines a node's journal keeps. */
const mostLines = 5000;

export interface JournalLine {
  readonly at: number;
  /** `kubelet` */
  readonly unit: string;
  readonly pid: number;
  readonly text: string;
}

/** What the services of a node have logged since it started. */
export class Journal {
  readonly #lines: JournalLine[] = [];
  readonly #listeners = new Set<(line: JournalLine) => void>();

  add(line: JournalLine): void {
    this.#lines.push(line);
    if (this.#lines.length > mostLines) this.#lines.splice(0, this.#lines.length - mostLines);
    for (const listener of this.#listeners) listener(line);
  }

  /** Of one unit; all when absent. */
  lines(unit?: string): readonly JournalLine[] {
    return this.#lines.filter((line) => unit === undefined || line.unit === unit);
  }

  onLine(listener: (line: JournalLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
