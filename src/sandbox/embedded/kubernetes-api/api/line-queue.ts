import {waitIn, wake} from '../../bytes/pipe.ts';

/** Lines a slow client may be behind; then it is cut off, as upstream does, and lists anew. */
const longest = 100_000;

/** Lines that come at any time, for one who takes them as they come. */
export class LineQueue {
  readonly #lines: string[] = [];
  #ended = false;
  readonly #waiting: (() => void)[] = [];

  push(line: string): void {
    if (this.#ended) return;
    this.#lines.push(line);
    if (this.#lines.length > longest) this.#ended = true;
    wake(this.#waiting);
  }

  /** No more will come; those that are there are still taken. */
  end(): void {
    this.#ended = true;
    wake(this.#waiting);
  }

  /** All lines that are there, as one text; undefined when no more will come. */
  async next(): Promise<string | undefined> {
    for (;;) {
      if (this.#lines.length > 0) return this.#lines.splice(0).join('');
      if (this.#ended) return undefined;
      await waitIn(this.#waiting);
    }
  }
}
