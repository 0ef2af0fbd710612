import {encode} from '../../../bytes/bytes.ts';

/** Letters after a backslash that stand for one byte. */
const letters: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  e: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
};

/** One escape sequence, read from the character after its backslash. */
export interface Escape {
  readonly bytes: readonly number[];
  /** Position after the sequence. */
  readonly end: number;
}

/**
 * Reads an escape sequence as `echo -e`, `printf` and `$''` know them: letters, one to three octal digits, `x` and one
 * or two hexadecimal ones. Undefined: it is none, and the backslash stands for itself.
 */
export function readEscape(text: string, at: number): Escape | undefined {
  const letter = text[at];
  if (letter === undefined) return undefined;
  const byte = letters[letter];
  if (byte !== undefined) return {bytes: [byte], end: at + 1};
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0];
  if (octal !== undefined) return {bytes: [Number.parseInt(octal, 8) & 255], end: at + octal.length};
  const hexadecimal = /^x([0-9a-fA-F]{1,2})/.exec(text.slice(at, at + 3))?.[1];
  if (hexadecimal === undefined) return undefined;
  return {bytes: [Number.parseInt(hexadecimal, 16)], end: at + 1 + hexadecimal.length};
}

/** Text with its escape sequences done. `stopped`: it held `\c`, after which nothing more is to be written. */
export interface Unescaped {
  readonly bytes: Uint8Array;
  readonly stopped: boolean;
}

/** What `echo -e` and `printf %b` make of a text: as `readEscape`, with `\0` and three more octal digits, and `\c`. */
export function unescapeText(text: string): Unescaped {
  const bytes: number[] = [];
  let from = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
    push(bytes, text.slice(from, at));
    if (text[at + 1] === 'c') return {bytes: Uint8Array.from(bytes), stopped: true};
    const long = /^0[0-7]{1,3}/.exec(text.slice(at + 1, at + 5))?.[0];
    const sequence = long === undefined ? readEscape(text, at + 1) : readOctal(long, at + 1);
    if (sequence) bytes.push(...sequence.bytes);
    else push(bytes, text.slice(at, at + 2));
    from = sequence?.end ?? Math.min(text.length, at + 2);
  }
  push(bytes, text.slice(from));
  return {bytes: Uint8Array.from(bytes), stopped: false};
}

function readOctal(digits: string, at: number): Escape {
  return {bytes: [Number.parseInt(digits, 8) & 255], end: at + digits.length};
}

function push(bytes: number[], text: string): void {
  for (const byte of encode(text)) bytes.push(byte);
}
