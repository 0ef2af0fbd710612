import {concat} from '../../bytes/bytes.ts';
import type {Process} from '../process/process.ts';
import {Failure} from './failure.ts';
import {decodeBytes, decodeText} from './text/codec.ts';

/** A line beyond this is more than a simulated program keeps. */
const longestLine = 32 << 20;

export interface InputForm {
  /** What ends a line; a newline when absent. */
  readonly delimiter?: '\n' | '\0';
  /** One character a byte instead of UTF-8. */
  readonly bytes?: boolean;
  /** Opened by number and not through stdio: busybox then complains in other words. */
  readonly raw?: boolean;
}

/** A file or standard input, read by pieces or by lines. */
export class Input {
  /** As it was given on the command line. */
  readonly path: string;
  readonly fd: number;
  /** Whether the last line that was read had an end. */
  isLineEnded = true;
  readonly #process: Process;
  readonly #delimiter: '\n' | '\0';
  readonly #decode: (bytes: Uint8Array) => string;
  #lines: string[] = [];
  #next = 0;
  /** Bytes behind the last line end that was seen. */
  #tail: Uint8Array[] = [];
  #ended = false;

  constructor(
    process: Process,
    {fd, path, form = {}}: {readonly fd: number; readonly path: string; readonly form?: InputForm},
  ) {
    this.#process = process;
    this.fd = fd;
    this.path = path;
    this.#delimiter = form.delimiter ?? '\n';
    this.#decode = form.bytes ? decodeBytes : decodeText;
  }

  /** The next bytes; null at the end. Not to be mixed with `line`. */
  piece(max?: number): Promise<Uint8Array | null> {
    return this.#process.read(this.fd, max);
  }

  /** The next line without its end; undefined when there is none. */
  async line(): Promise<string | undefined> {
    if (this.#next % 64 === 63) await this.#process.breathe();
    while (this.#next >= this.#lines.length) if (!(await this.#fill())) return undefined;
    const line = this.#lines[this.#next];
    this.#next += 1;
    if (this.#ended) this.isLineEnded = this.#next < this.#lines.length || this.#lastEnded;
    return line;
  }

  /** Everything that is left. Throws Failure beyond `limit` bytes. */
  async all(limit: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let size = 0; ; ) {
      const piece = await this.piece();
      if (piece === null) return concat(parts);
      size += piece.length;
      if (size > limit) throw new Failure('out of memory');
      parts.push(piece);
    }
  }

  /** Standard input stays open: others may read on. */
  close(): void {
    if (this.fd !== 0) this.#process.closeFd(this.fd);
  }

  #lastEnded = true;

  async #fill(): Promise<boolean> {
    if (this.#ended) return false;
    const piece = await this.piece();
    if (piece === null) {
      this.#ended = true;
      const rest = concat(this.#tail);
      this.#tail = [];
      this.#take(rest.length === 0 ? [] : [this.#decode(rest)]);
      this.#lastEnded = rest.length === 0;
      return rest.length > 0;
    }
    const end = piece.lastIndexOf(this.#delimiter.charCodeAt(0));
    if (end < 0) this.#keep(piece);
    else {
      const whole = concat([...this.#tail, piece.subarray(0, end)]);
      this.#tail = [];
      this.#keep(piece.subarray(end + 1));
      this.#take(this.#decode(whole).split(this.#delimiter));
    }
    return true;
  }

  #take(lines: string[]): void {
    this.#lines = lines;
    this.#next = 0;
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#tail.push(bytes);
    const size = this.#tail.reduce((sum, part) => sum + part.length, 0);
    if (size > longestLine) throw new Failure('out of memory');
  }
}
