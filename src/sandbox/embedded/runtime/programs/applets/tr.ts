import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {bytesOfText} from '../text/codec.ts';
import {readEscape} from '../text/escapes.ts';

export const tr = defineApplet({
  names: ['tr'],
  usage: `[-cds] STRING1 [STRING2]

Translate, squeeze or delete bytes of standard input

	-c	Take all bytes that are not in STRING1
	-d	Delete the bytes of STRING1
	-s	Leave one of several equal bytes of STRING2`,
  options: {short: '+Ccds'},
  operands: [1, 2],
  async run(call) {
    const [first = '', second] = call.operands;
    const asked = expand(bytesOfText(first));
    const from = call.has('c', 'C') ? allBytes.filter((byte) => !asked.includes(byte)) : asked;
    if (second === '') throw new Failure('STRING2 cannot be empty');
    const to = second === undefined ? [] : expand(bytesOfText(second));
    await translate(call, {from: new Set(from), to: new Set(to), table: tableOf(from, to)});
    return 0;
  },
});

const allBytes = Array.from({length: 256}, (_, byte) => byte);

function tableOf(from: readonly number[], to: readonly number[]): Uint8Array {
  const table = Uint8Array.from(allBytes);
  const last = to.at(-1);
  if (last !== undefined) for (const [index, byte] of from.entries()) table[byte] = to[index] ?? last;
  return table;
}

async function translate(
  call: Call,
  {from, to, table}: {readonly from: ReadonlySet<number>; readonly to: ReadonlySet<number>; readonly table: Uint8Array},
): Promise<void> {
  const isDeleting = call.has('d');
  const isSqueezing = call.has('s');
  let last = -1;
  for (let piece = await call.process.read(0); piece !== null; piece = await call.process.read(0)) {
    const result = new Uint8Array(piece.length);
    let size = 0;
    for (const byte of piece) {
      if (isDeleting && from.has(byte)) continue;
      const coded = table[byte] ?? byte;
      if (isSqueezing && coded === last && (from.has(byte) || to.has(coded))) continue;
      result[size] = coded;
      size += 1;
      last = coded;
    }
    await call.send(result.subarray(0, size));
  }
}

/** The bytes a STRING means, ranges and classes written out; one character a byte. */
export function expand(text: string): readonly number[] {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    const named = text[at] === '[' ? readBracket(text, at) : undefined;
    if (named) {
      bytes.push(...named.bytes);
      at += named.length;
      continue;
    }
    const low = readByte(text, at);
    at += low.length;
    if (text[at] !== '-' || at + 1 >= text.length) {
      bytes.push(low.byte);
      continue;
    }
    const high = readByte(text, at + 1);
    at += 1 + high.length;
    for (let byte = low.byte; byte <= high.byte; byte += 1) bytes.push(byte);
  }
  return bytes;
}

function readByte(text: string, at: number): {readonly byte: number; readonly length: number} {
  if (text[at] !== '\\') return {byte: text.charCodeAt(at), length: 1};
  const {character, length} = readEscape(text, at + 1);
  return {byte: character.charCodeAt(0), length: 1 + length};
}

function readBracket(
  text: string,
  at: number,
): {readonly bytes: readonly number[]; readonly length: number} | undefined {
  const [whole, name] = /^\[:([a-z]+):\]/.exec(text.slice(at)) ?? [];
  const isIn = classes[name ?? ''];
  if (whole !== undefined && isIn)
    return {bytes: allBytes.filter((byte) => byte < 128 && isIn.test(String.fromCharCode(byte))), length: whole.length};
  if (text[at + 1] !== '=') return undefined;
  if (text.slice(at + 3, at + 5) !== '=]') throw new UsageError('');
  return {bytes: [text.charCodeAt(at + 2)], length: 5};
}

const classes: {readonly [name: string]: RegExp} = {
  alpha: /[A-Za-z]/,
  alnum: /[0-9A-Za-z]/,
  digit: /[0-9]/,
  lower: /[a-z]/,
  upper: /[A-Z]/,
  space: /[\t\n\v\f\r ]/,
  blank: /[\t ]/,
  punct: /[!-/:-@[-`{-~]/,
  cntrl: /[\x00-\x1f\x7f]/,
  xdigit: /[0-9A-Fa-f]/,
};
