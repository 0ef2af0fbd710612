import {concat, indexOfByte, noBytes} from '../../bytes/bytes.ts';
import type {ByteReader} from '../../bytes/pipe.ts';
import {HttpError, malformed} from './http-error.ts';

/** How large the lines and headers of one message may be together, unless somebody says otherwise. */
export const usualHeadBytes = 64 * 1024;

/** Bytes that come in, to be taken by lines and by counts, however they were split on the way. */
export class Incoming {
  readonly #reader: ByteReader;
  readonly #signal: AbortSignal | undefined;
  #rest: Uint8Array = noBytes;
  #ended = false;

  constructor(reader: ByteReader, signal?: AbortSignal) {
    this.#reader = reader;
    this.#signal = signal;
  }

  /** At least one byte and at most `max`; null at the end. */
  async some(max: number): Promise<Uint8Array | null> {
    if (this.#rest.length === 0 && !(await this.#more())) return null;
    const taken = this.#rest.subarray(0, max);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  /**
   * A line without its end (CRLF, or LF alone as everybody accepts it); null when nothing came at all. Throws HttpError when
   * the line is longer than `limit` or the end comes in its middle.
   */
  async line(limit: number): Promise<string | null> {
    const parts: Uint8Array[] = [];
    for (let size = 0; ; ) {
      if (this.#rest.length === 0 && !(await this.#more())) {
        if (size === 0) return null;
        throw new HttpError('cut-short', 'the connection ended in the middle of a line');
      }
      const newline = indexOfByte(this.#rest, 0x0a);
      const part = newline < 0 ? this.#rest : this.#rest.subarray(0, newline);
      size += part.length;
      if (size > limit) throw new HttpError('too-large', `a line of more than ${limit} bytes`);
      parts.push(part);
      this.#rest = this.#rest.subarray(part.length + (newline < 0 ? 0 : 1));
      if (newline >= 0) return lineText(concat(parts));
    }
  }

  /** Lines up to an empty one; null when nothing came at all. Together at most `limit` bytes. */
  async lines(limit: number): Promise<readonly string[] | null> {
    const lines: string[] = [];
    for (let left = limit; ; ) {
      const line = await this.line(Math.max(0, left));
      if (line === null) {
        if (lines.length === 0) return null;
        throw new HttpError('cut-short', 'the connection ended in the middle of the headers');
      }
      if (line === '') return lines;
      left -= line.length + 2;
      lines.push(line);
    }
  }

  close(): void {
    this.#rest = noBytes;
    this.#ended = true;
    this.#reader.close();
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const bytes = await this.#reader.read(undefined, this.#signal);
    this.#ended = bytes === null;
    this.#rest = bytes ?? noBytes;
    return bytes !== null;
  }
}

/** Header bytes as text, one character a byte: what is in them beyond ASCII nobody has agreed on. */
function lineText(bytes: Uint8Array): string {
  const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
  let text = '';
  for (const byte of bytes.subarray(0, end)) text += String.fromCharCode(byte);
  if (/[\0\r]/.test(text)) throw malformed('a line with a control character in it');
  return text;
}
