import type {DumpForm} from './dump.ts';

const sizes: {readonly [letter: string]: number} = {C: 1, S: 2, I: 4, L: 8, '1': 1, '2': 2, '4': 4, '8': 8};
const widths: {readonly [type: string]: readonly number[]} = {
  d: [4, 6, 11, 20],
  u: [3, 5, 10, 20],
  o: [3, 6, 11, 22],
  x: [2, 4, 8, 16],
};

/** A type of `od -t`; undefined when it is none. */
export function odType(type: string): DumpForm | undefined {
  if (type === 'c') return cells((byte) => charText(byte).padStart(4));
  if (type === 'a') return cells((byte) => (names[byte & 127] ?? String.fromCharCode(byte & 127)).padStart(4));
  const [, kind = '', letter = ''] = /^([dioux])([1248CSIL]?)$/.exec(type) ?? [];
  const size = letter === '' ? 4 : sizes[letter];
  const radix = kind === 'i' ? 'd' : kind;
  const width = widths[radix]?.[Math.log2(size ?? 0)];
  if (size === undefined || width === undefined) return undefined;
  return groups(size, (value) => ` ${numberText(value, radix, size, width)}`);
}

function numberText(value: bigint, radix: string, size: number, width: number): string {
  if (radix === 'd') return String(BigInt.asIntN(size * 8, value)).padStart(width);
  if (radix === 'u') return String(value).padStart(width);
  return value.toString(radix === 'x' ? 16 : 8).padStart(width, '0');
}

/** The forms of `hexdump`, by the letters of its options; '' is what it does without. */
export const hexdumpForms: {readonly [letter: string]: DumpForm} = {
  '': filled(groups(2, (value) => ` ${value.toString(16).padStart(4, '0')}`)),
  b: filled(cells((byte) => ` ${byte.toString(8).padStart(3, '0')}`)),
  c: filled(cells((byte) => ` ${charText(byte).padStart(3)}`)),
  d: filled(groups(2, (value) => `   ${String(value).padStart(5, '0')}`)),
  o: filled(groups(2, (value) => `  ${value.toString(8).padStart(6, '0')}`)),
  x: filled(groups(2, (value) => `    ${value.toString(16).padStart(4, '0')}`)),
  C: {
    row(bytes) {
      const cell = (at: number): string => bytes[at]?.toString(16).padStart(2, '0') ?? '  ';
      const half = (from: number): string => Array.from({length: 8}, (_, at) => cell(from + at)).join(' ');
      return `  ${half(0)}  ${half(8)}  |${printable(bytes)}|`;
    },
  },
};

/** Rows of hexdump are filled up to their whole width. */
function filled(form: DumpForm): DumpForm {
  const {length} = form.row(new Uint8Array(16));
  return {row: (bytes) => form.row(bytes).padEnd(length)};
}

function cells(show: (byte: number) => string): DumpForm {
  return {row: (bytes) => [...bytes].map(show).join('')};
}

/** Numbers of several bytes, the least significant first; what is missing at the end is zero. */
function groups(size: number, show: (value: bigint) => string): DumpForm {
  return {
    row(bytes) {
      let text = '';
      for (let at = 0; at < bytes.length; at += size) {
        let value = 0n;
        for (let index = size - 1; index >= 0; index -= 1) value = value * 256n + BigInt(bytes[at + index] ?? 0);
        text += show(value);
      }
      return text;
    },
  };
}

function charText(byte: number): string {
  const escapes: {readonly [byte: number]: string} = {
    0: '\\0',
    7: '\\a',
    8: '\\b',
    9: '\\t',
    10: '\\n',
    11: '\\v',
    12: '\\f',
    13: '\\r',
  };
  return escapes[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'));
}

export function printable(bytes: Uint8Array): string {
  return [...bytes].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
}

const names: readonly (string | undefined)[] = [
  ...'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  ),
  ...Array.from({length: 94}, () => undefined),
  'del',
];
