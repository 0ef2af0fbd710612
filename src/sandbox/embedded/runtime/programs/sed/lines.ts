import type {Call} from '../call.ts';
import type {Input} from '../input.ts';

export interface SedLine {
  readonly text: string;
  /** '\n', or '' for the last line of a file that does not end. */
  readonly ending: string;
}

/** The lines of several files as one, one line ahead: `$` must know that nothing follows. */
export class SedLines {
  /** A file could not be opened. */
  didFail = false;
  readonly #call: Call;
  readonly #paths: string[];
  #input: Input | undefined;
  #ahead: SedLine | undefined;
  #didStart = false;

  constructor(call: Call, paths: readonly string[]) {
    this.#call = call;
    this.#paths = [...paths];
  }

  /** Whether the line that was given is the last one. */
  get isLast(): boolean {
    return this.#ahead === undefined;
  }

  async next(): Promise<SedLine | undefined> {
    if (!this.#didStart) this.#ahead = await this.#read();
    this.#didStart = true;
    const line = this.#ahead;
    this.#ahead = line && (await this.#read());
    return line;
  }

  async #read(): Promise<SedLine | undefined> {
    for (;;) {
      const text = await this.#input?.line();
      if (text !== undefined) return {text, ending: this.#input?.isLineEnded ? '\n' : ''};
      this.#input?.close();
      this.#input = undefined;
      const path = this.#paths.shift();
      if (path === undefined) return undefined;
      this.#input = await this.#call.openOrComplain(path);
      if (!this.#input) this.didFail = true;
    }
  }
}
