import {Failure} from '../failure.ts';
import {matchOf, pattern} from '../regex/pattern.ts';
import type {Regex} from '../regex/regex.ts';
import {type AwkValue, InputText, toText} from './values.ts';

const mostFields = 100_000;
/** A longer text is not cut into fields: they would take far more room than it. */
const longestSplit = 1 << 22;

/** The record that is looked at, and its fields; either is made of the other when it is asked for. */
export class AwkRecord {
  #text = '';
  #fields: AwkValue[] = [];
  #isSplit = true;
  #isJoined = true;
  /** How the current record is split: as FS was when it was read. */
  #splitter: Splitter = splitterOf(' ', false);
  #nextSplitter: Splitter = this.#splitter;

  /** FS, and whether RS makes newlines separate fields as well. */
  setSeparator(separator: string, isParagraph: boolean): void {
    this.#split();
    this.#nextSplitter = splitterOf(separator, isParagraph);
    this.#splitter = this.#nextSplitter;
  }

  setRecord(text: string): void {
    this.#text = text;
    this.#isSplit = false;
    this.#isJoined = true;
    this.#splitter = this.#nextSplitter;
  }

  record(join: () => string): AwkValue {
    if (!this.#isJoined) {
      const separator = join();
      this.#text = this.#fields.map((field) => toText(field, '%.6g')).join(separator);
      this.#isJoined = true;
    }
    return new InputText(this.#text);
  }

  get count(): number {
    this.#split();
    return this.#fields.length;
  }

  /** Also makes missing fields, or takes away what is too much. */
  setCount(count: number): void {
    this.#split();
    const wanted = Math.min(count, mostFields);
    while (this.#fields.length < wanted) this.#fields.push(undefined);
    this.#fields.length = wanted;
    this.#isJoined = false;
  }

  field(index: number): AwkValue {
    this.#split();
    return this.#fields[index - 1];
  }

  setField(index: number, value: AwkValue): void {
    this.#split();
    if (index > this.#fields.length) this.setCount(index);
    if (index <= mostFields) this.#fields[index - 1] = value;
    this.#isJoined = false;
  }

  #split(): void {
    if (this.#isSplit) return;
    this.#isSplit = true;
    this.#fields = this.#splitter(this.#text).map((text) => new InputText(text));
  }
}

export type Splitter = (text: string) => readonly string[];

/** How FS, or the third argument of `split`, cuts a text. */
export function splitterOf(separator: string, isParagraph: boolean): Splitter {
  return bounded(plainSplitter(separator, isParagraph));
}

function bounded(splitter: Splitter): Splitter {
  return (text) => {
    if (text.length > longestSplit) throw new Failure('out of memory');
    return splitter(text);
  };
}

function plainSplitter(separator: string, isParagraph: boolean): Splitter {
  if (separator === ' ') return (text) => text.match(/[^ \t\n]+/g) ?? [];
  if (separator === '') return (text) => [...text];
  if (separator.length > 1 || separator === '\\') return regexSplitter(pattern(separator, {extended: true}));
  return (text) =>
    text === '' ? [] : text.split(isParagraph ? new RegExp(`[\\n${escapeInBrackets(separator)}]`) : separator);
}

export function regexSplitter(regex: Regex): Splitter {
  return bounded((text) => {
    if (text === '') return [];
    const parts: string[] = [];
    let behind = 0;
    for (let from = 0; from <= text.length; ) {
      const match = matchOf(regex, text, from);
      if (!match) break;
      if (match.end > match.start) {
        parts.push(text.slice(behind, match.start));
        behind = match.end;
      }
      from = match.end > match.start ? match.end : match.end + 1;
    }
    parts.push(text.slice(behind));
    return parts;
  });
}

function escapeInBrackets(character: string): string {
  return /[\]\\^-]/.test(character) ? `\\${character}` : character;
}
