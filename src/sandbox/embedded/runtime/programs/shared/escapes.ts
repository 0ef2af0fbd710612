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
  if (/[0-7]/.test(letter)) return readOctal(/^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0] ?? letter, at);
  if (letter !== 'x') return undefined;
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
  // Never longer than before: a sequence is at least two characters, and one byte at most.
  const bytes = new Uint8Array(encode(text).length);
  let size = 0;
  let from = 0;
  const put = (part: string): void => {
    const encoded = encode(part);
    bytes.set(encoded, size);
    size += encoded.length;
  };
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
    if (at > from) put(text.slice(from, at));
    from = at;
    if (text[at + 1] === 'c') return {bytes: bytes.slice(0, size), stopped: true};
    const sequence = readLongOctal(text, at + 1) ?? readEscape(text, at + 1);
    for (const byte of sequence?.bytes ?? []) {
      bytes[size] = byte;
      size += 1;
    }
    if (!sequence) put('\\');
    from = sequence?.end ?? at + 1;
  }
  put(text.slice(from));
  return {bytes: bytes.slice(0, size), stopped: false};
}

function readLongOctal(text: string, at: number): Escape | undefined {
  if (text[at] !== '0') return undefined;
  const digits = /^0[0-7]{1,3}/.exec(text.slice(at, at + 4))?.[0];
  return digits === undefined ? undefined : readOctal(digits, at);
}

function readOctal(digits: string, at: number): Escape {
  return {bytes: [Number.parseInt(digits, 8) & 255], end: at + digits.length};
}
