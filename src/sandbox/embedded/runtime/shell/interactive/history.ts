/** How many lines are remembered. */
const mostLines = 255;

/** The lines of a shell, and where in them a person looks. */
export class History {
  readonly #lines: string[];
  /** What was being typed when the looking began, and versions of older lines that were changed since. */
  #changed = new Map<number, string>();
  #at: number;

  /** `lines` is added to. */
  constructor(lines: string[]) {
    this.#lines = lines;
    this.#at = lines.length;
  }

  /** The line before the one that is shown; undefined at the oldest. */
  older(shown: string): string | undefined {
    return this.#go(-1, shown);
  }

  newer(shown: string): string | undefined {
    return this.#go(1, shown);
  }

  /** Adds a line, unless it is empty or the last one again. */
  add(line: string): void {
    if (line.trim() !== '' && this.#lines.at(-1) !== line) this.#lines.push(line);
    this.#lines.splice(0, Math.max(0, this.#lines.length - mostLines));
  }

  #go(step: number, shown: string): string | undefined {
    const to = this.#at + step;
    if (to < 0 || to > this.#lines.length) return undefined;
    this.#changed.set(this.#at, shown);
    this.#at = to;
    return this.#changed.get(to) ?? this.#lines[to] ?? '';
  }
}
