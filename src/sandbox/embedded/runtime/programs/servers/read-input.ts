import type {Process} from '../../process/process.ts';
import {decodeBytes} from '../text/codec.ts';

const mostInput = 64 << 20;

/** All of standard input, one character a byte; what is beyond 64 MiB is left out. */
export async function readAllInput(process: Process): Promise<string> {
  const parts: string[] = [];
  let size = 0;
  for (let bytes = await process.read(0); bytes && size < mostInput; bytes = await process.read(0)) {
    size += bytes.length;
    parts.push(decodeBytes(bytes));
  }
  return parts.join('');
}

/** Standard input line by line, one character a byte. */
export class InputLines {
  readonly #process: Process;
  #rest = '';
  #ended = false;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Undefined at the end. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const newline = this.#rest.indexOf('\n');
      if (newline >= 0 || (this.#ended && this.#rest !== '')) {
        const end = newline < 0 ? this.#rest.length : newline;
        const line = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 1);
        return line;
      }
      if (this.#ended) return undefined;
      const bytes = this.#rest.length > mostInput ? null : await this.#process.read(0);
      if (bytes === null) this.#ended = true;
      else this.#rest += decodeBytes(bytes);
    }
  }
}
