import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {Dump, type DumpForm} from '../text/dump.ts';
import {hexdumpForms, odType} from '../text/dump-forms.ts';
import {bkm, wholeNumber} from '../text/numbers.ts';

export const od = defineApplet({
  names: ['od'],
  usage: `[-abcdfhilovxs] [-t TYPE] [-A RADIX] [-N SIZE] [-j SKIP] [FILE]...

Print bytes as numbers, in octal otherwise

	-t TYPE	c, a, or one of dioux with a size of 1, 2, 4, 8; z shows characters too
	-A RADIX	Of the places: d, o, x or n for none
	-N SIZE	At most SIZE bytes
	-j SKIP	Pass over SKIP bytes
	-v	Lines that are the same as well`,
  options: {short: 'A:N:abcdfhij:lot:vxsw::S:'},
  async run(call) {
    const letters: {readonly [letter: string]: string} = {
      a: 'a',
      b: 'o1',
      c: 'c',
      d: 'u2',
      h: 'x2',
      i: 'd4',
      l: 'd8',
      o: 'o2',
      s: 'd2',
      x: 'x2',
    };
    const types = call.options.given.flatMap(([name, value = '']) => {
      if (name === 't') return value.match(/[dioux][1248CSIL]?|[\s\S]/g) ?? [];
      const type = letters[name];
      return type === undefined ? [] : [type];
    });
    const forms = (types.length === 0 ? ['o2'] : types).map((type) => {
      const form = odType(type);
      if (!form) throw new Failure(`invalid character '${type}' in type string '${call.options.value('t')}'`);
      return form;
    });
    const radix = call.options.value('A') ?? 'o';
    if (!'doxn'.includes(radix)) throw new Failure(`bad output address radix '${radix}' (must be [doxn])`);
    return dump(call, {forms, address: addressText(radix), skip: number(call, 'j'), most: most(call, 'N'), name: 'od'});
  },
});

function addressText(radix: string): (at: number) => string {
  if (radix === 'n') return () => '';
  if (radix === 'x') return (at) => at.toString(16).padStart(6, '0');
  return (at) => at.toString(radix === 'd' ? 10 : 8).padStart(7, '0');
}

function number(call: Call, letter: string): number {
  const text = call.options.value(letter);
  if (text === undefined) return 0;
  return /^0[xX]/.test(text) ? Number(text) : wholeNumber(text, bkm);
}

function most(call: Call, letter: string): number {
  return call.has(letter) ? number(call, letter) : Number.POSITIVE_INFINITY;
}

export const hexdump = defineApplet({
  names: ['hexdump', 'hd'],
  usage: `[-bcdoxCv] [-n LEN] [-s OFS] [FILE]...

Print bytes as numbers, in hexadecimal otherwise

	-C	Bytes, with their characters beside them
	-b,-c	Bytes in octal, as characters
	-d,-o,-x	Pairs of bytes, decimal, octal, hexadecimal
	-n LEN	At most LEN bytes
	-s OFS	Pass over OFS bytes
	-v	Lines that are the same as well`,
  options: {short: 'bcdoxCe:f:n:s:v'},
  async run(call) {
    if (call.has('e', 'f')) throw new UsageError('');
    const letters = call.options.given.flatMap(([name]) => ('bcdoxC'.includes(name) ? [name] : []));
    const asked = letters.length > 0 ? letters : call.name === 'hd' ? ['C'] : [''];
    const forms = asked.flatMap((letter) => {
      const form = hexdumpForms[letter];
      return form ? [form] : [];
    });
    const width = asked.includes('C') ? 8 : 7;
    const address = (at: number): string => at.toString(16).padStart(width, '0');
    return dump(call, {forms, address, skip: number(call, 's'), most: most(call, 'n'), name: 'hexdump'});
  },
});

async function dump(
  call: Call,
  options: {
    readonly forms: readonly DumpForm[];
    readonly address: (at: number) => string;
    readonly skip: number;
    readonly most: number;
    readonly name: 'od' | 'hexdump';
  },
): Promise<number> {
  const {forms, address, skip, most: limit} = options;
  const printer = new Dump({forms, address, showsAll: call.has('v'), print: (text) => call.print(text), first: skip});
  let toSkip = skip;
  let left = limit;
  const code = await call.eachInput(call.operands, async (input) => {
    while (left > 0) {
      const piece = await input.piece(Math.min(65_536, left + toSkip));
      if (piece === null) return;
      const bytes = piece.subarray(toSkip).subarray(0, left);
      toSkip -= Math.min(toSkip, piece.length);
      left -= bytes.length;
      await printer.add(bytes);
    }
  });
  await printer.finish(options.name === 'od');
  return code;
}
