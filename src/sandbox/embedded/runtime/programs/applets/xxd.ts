import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {printable} from '../text/dump-forms.ts';
import {numberWithin, wholeNumber} from '../text/numbers.ts';

export const xxd = defineApplet({
  names: ['xxd'],
  usage: `[-pri] [-g N] [-c N] [-l LEN] [-s OFS] [-o OFS] [FILE]

Print bytes in hexadecimal, with their characters beside them

	-g N	Groups of N bytes
	-c N	Rows of N bytes
	-p	Only the numbers
	-u	Capital letters
	-i	As an array of C
	-l LEN	At most LEN bytes
	-s OFS	Pass over OFS bytes
	-r	The way back`,
  options: {short: 'l:s:o:c:g:pruiae', long: {ps: 'p'}},
  rewrite: (args) => args.map((word) => (word === '-ps' ? '-p' : word)),
  operands: [0, 2],
  async run(call) {
    const input = await call.openOrComplain(call.operands[0] ?? '-', {raw: true});
    if (!input) return 1;
    if (call.has('r')) {
      for (let line = await input.line(); line !== undefined; line = await input.line())
        await call.print(bytesOfLine(line, call.has('p')));
      return 0;
    }
    const number = (letter: string, usual: number): number => {
      const text = call.options.value(letter);
      return text === undefined ? usual : /^0x/.test(text) ? Number(text) : wholeNumber(text);
    };
    const width = numberWithin(call.options.value('c') ?? (call.has('p') ? '30' : call.has('i') ? '12' : '16'), 1, 256);
    const rows = new Rows(call, width, number('g', 2));
    let skip = number('s', 0);
    rows.at = skip + number('o', 0);
    for (let left = number('l', Number.POSITIVE_INFINITY); left > 0; ) {
      const piece = await input.piece(Math.min(65_536, left + skip));
      if (piece === null) break;
      const bytes = piece.subarray(skip).subarray(0, left);
      skip -= Math.min(skip, piece.length);
      left -= bytes.length;
      await rows.add(bytes);
    }
    await rows.finish();
    return 0;
  },
});

class Rows {
  at = 0;
  readonly #call: Call;
  readonly #width: number;
  readonly #group: number;
  #rest: number[] = [];
  #isFirst = true;

  constructor(call: Call, width: number, group: number) {
    this.#call = call;
    this.#width = width;
    this.#group = group;
  }

  async add(bytes: Uint8Array): Promise<void> {
    for (const byte of bytes) {
      this.#rest.push(byte);
      if (this.#rest.length === this.#width) await this.#row();
    }
  }

  async finish(): Promise<void> {
    if (this.#rest.length > 0) await this.#row();
    if (this.#call.has('i') && !this.#isFirst) await this.#call.print('\n');
  }

  async #row(): Promise<void> {
    const bytes = Uint8Array.from(this.#rest.splice(0));
    const digits = [...bytes].map((byte) => this.#cased(byte.toString(16).padStart(2, '0')));
    if (this.#call.has('p')) await this.#call.print(`${digits.join('')}\n`);
    else if (this.#call.has('i'))
      await this.#call.print(`${this.#isFirst ? '' : ',\n'}  ${digits.map((each) => `0x${each}`).join(', ')}`);
    else {
      const group = this.#group === 0 ? this.#width : this.#group;
      const text = digits.map((each, index) => `${index % group === 0 && index > 0 ? ' ' : ''}${each}`).join('');
      const full = this.#width * 2 + Math.ceil(this.#width / group) - 1;
      await this.#call.print(`${this.at.toString(16).padStart(8, '0')}: ${text.padEnd(full)}  ${printable(bytes)}\n`);
    }
    this.at += bytes.length;
    this.#isFirst = false;
  }

  #cased(digits: string): string {
    return this.#call.has('u') ? digits.toUpperCase() : digits;
  }
}

/** The bytes a line of xxd shows; what follows two spaces are characters. */
function bytesOfLine(line: string, isPlain: boolean): Uint8Array {
  const digits = isPlain ? line : (/^[0-9a-fA-F]+:\s?(.*?)(?: {2}|$)/.exec(line)?.[1] ?? '');
  const pairs = digits.replace(/\s/g, '').match(/[0-9a-fA-F]{2}/g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
