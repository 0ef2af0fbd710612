import {decode} from '../../../bytes/bytes.ts';

/** What a person does at the prompt. */
export type Key = {readonly kind: 'text'; readonly text: string} | {readonly kind: 'action'; readonly action: Action};

/** What keys without a text of their own are for. */
export type Action =
  | 'accept'
  | 'interrupt'
  | 'end or delete'
  | 'erase'
  | 'erase word'
  | 'erase to start'
  | 'delete'
  | 'delete word'
  | 'cut to end'
  | 'left'
  | 'right'
  | 'word left'
  | 'word right'
  | 'start'
  | 'end'
  | 'older'
  | 'newer'
  | 'complete'
  | 'clear';

/** One byte, one action; the same letters as in Emacs. */
const controls: ReadonlyMap<number, Action> = new Map([
  [0x01, 'start'],
  [0x02, 'left'],
  [0x03, 'interrupt'],
  [0x04, 'end or delete'],
  [0x05, 'end'],
  [0x06, 'right'],
  [0x08, 'erase'],
  [0x09, 'complete'],
  [0x0a, 'accept'],
  [0x0b, 'cut to end'],
  [0x0c, 'clear'],
  [0x0d, 'accept'],
  [0x0e, 'newer'],
  [0x10, 'older'],
  [0x15, 'erase to start'],
  [0x17, 'erase word'],
  [0x7f, 'erase'],
]);

/** What terminals send for other keys, behind the escape character. */
const sequences: ReadonlyMap<string, Action> = new Map([
  ['[A', 'older'],
  ['[B', 'newer'],
  ['[C', 'right'],
  ['[D', 'left'],
  ['[H', 'start'],
  ['[F', 'end'],
  ['OA', 'older'],
  ['OB', 'newer'],
  ['OC', 'right'],
  ['OD', 'left'],
  ['OH', 'start'],
  ['OF', 'end'],
  ['[1~', 'start'],
  ['[7~', 'start'],
  ['[4~', 'end'],
  ['[8~', 'end'],
  ['[3~', 'delete'],
  ['[1;5C', 'word right'],
  ['[1;5D', 'word left'],
  ['b', 'word left'],
  ['f', 'word right'],
  ['d', 'delete word'],
  ['\x7f', 'erase word'],
]);

const escapeByte = 0x1b;
/** No key sends a longer sequence. */
const longestSequence = 12;

/** Puts keys together of the bytes that come one by one. */
export class KeyReader {
  #pending: number[] = [];

  /** The key a byte completes; undefined when more belongs to it, or it means nothing. */
  take(byte: number): Key | undefined {
    this.#pending.push(byte);
    const [first = 0] = this.#pending;
    if (first === escapeByte) return this.#sequence();
    if (first < 0x20 || first === 0x7f) {
      this.#pending = [];
      return action(controls.get(first));
    }
    if (this.#pending.length < lengthOf(first) && isContinued(this.#pending)) return undefined;
    const text = decode(Uint8Array.from(this.#pending));
    this.#pending = [];
    return {kind: 'text', text};
  }

  #sequence(): Key | undefined {
    const text = String.fromCharCode(...this.#pending.slice(1));
    const isWhole = /^(\[[0-9;?]*[@-~]|O.|[^[O])$/s.test(text);
    if (!isWhole && text.length < longestSequence) return undefined;
    this.#pending = [];
    return action(sequences.get(text));
  }
}

function action(found: Action | undefined): Key | undefined {
  return found && {kind: 'action', action: found};
}

/** How many bytes a character has, by its first one. */
function lengthOf(first: number): number {
  return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

function isContinued(bytes: readonly number[]): boolean {
  return bytes.slice(1).every((byte) => (byte & 0xc0) === 0x80);
}
