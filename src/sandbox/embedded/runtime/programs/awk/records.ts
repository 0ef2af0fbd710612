import {concat, noBytes} from '../../../bytes/bytes.ts';
import type {Process} from '../../process/process.ts';
import {Failure} from '../failure.ts';
import {matchOf} from '../regex/pattern.ts';
import type {Regex} from '../regex/regex.ts';
import {decodeText} from '../text/codec.ts';

/** What separates records: one character, blank lines, or a pattern. */
export type RecordSeparator =
  | {readonly kind: 'character'; readonly character: string}
  | {readonly kind: 'paragraph'}
  | {readonly kind: 'regex'; readonly regex: Regex};

const longestRecord = 32 << 20;

/** Records of a descriptor; what separates them may change on the way. */
export class RecordReader {
  readonly #process: Process;
  readonly #fd: number;
  #text = '';
  #at = 0;
  /** Bytes of a character whose rest has not come yet. */
  #tail: Uint8Array = noBytes;
  #ended = false;

  constructor(process: Process, fd: number) {
    this.#process = process;
    this.#fd = fd;
  }

  async next(separator: RecordSeparator): Promise<string | undefined> {
    if (separator.kind === 'paragraph') await this.#skipNewlines();
    for (;;) {
      const found = this.#find(separator);
      if (found && (found.end < this.#text.length || this.#ended || separator.kind === 'character')) {
        const record = this.#text.slice(this.#at, found.start);
        this.#at = found.end;
        return record;
      }
      if (!(await this.#more())) return this.#rest(separator);
    }
  }

  close(): void {
    if (this.#fd !== 0) this.#process.closeFd(this.#fd);
  }

  #find(separator: RecordSeparator): {readonly start: number; readonly end: number} | undefined {
    switch (separator.kind) {
      case 'character': {
        const start = this.#text.indexOf(separator.character, this.#at);
        return start < 0 ? undefined : {start, end: start + separator.character.length};
      }
      case 'paragraph': {
        const start = this.#text.indexOf('\n\n', this.#at);
        if (start < 0) return undefined;
        let end = start;
        while (this.#text[end] === '\n') end += 1;
        return {start, end};
      }
      case 'regex': {
        const rest = this.#text.slice(this.#at);
        const match = matchOf(separator.regex, rest);
        if (!match || match.end === match.start) return undefined;
        return {start: this.#at + match.start, end: this.#at + match.end};
      }
    }
  }

  #rest(separator: RecordSeparator): string | undefined {
    const rest = this.#text.slice(this.#at);
    this.#at = this.#text.length;
    if (rest === '') return undefined;
    return separator.kind === 'character' ? rest : rest.replace(/\n+$/, separator.kind === 'paragraph' ? '' : '$&');
  }

  async #skipNewlines(): Promise<void> {
    for (;;) {
      while (this.#text[this.#at] === '\n') this.#at += 1;
      if (this.#at < this.#text.length || !(await this.#more())) return;
    }
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const piece = await this.#process.read(this.#fd);
    this.#ended = piece === null;
    const bytes = concat([this.#tail, piece ?? noBytes]);
    const whole = this.#ended ? bytes.length : wholeCharacters(bytes);
    this.#tail = bytes.slice(whole);
    this.#text = this.#text.slice(this.#at) + decodeText(bytes.subarray(0, whole));
    this.#at = 0;
    if (this.#text.length > longestRecord) throw new Failure('out of memory');
    return !this.#ended || bytes.length > 0;
  }
}

/** How many bytes make whole characters: at most three at the end wait for more. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
