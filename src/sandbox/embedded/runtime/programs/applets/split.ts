import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {bkm, numberWithin, wholeNumber} from '../text/numbers.ts';

export const split = defineApplet({
  names: ['split'],
  usage: `[OPTIONS] [INPUT [PREFIX]]

Write the pieces of INPUT to PREFIXaa, PREFIXab and so on

	-b N[k|m]	Pieces of N bytes
	-l N		Pieces of N lines, 1000 otherwise
	-a N		Names end with N letters`,
  options: {short: 'l:b:a:'},
  operands: [0, 2],
  async run(call) {
    const [path = '-', prefix = 'x'] = call.operands;
    const letters = numberWithin(call.options.value('a') ?? '2', 1, 20);
    const input = await call.openOrComplain(path, {raw: true});
    if (!input) return 1;
    const bytes = call.options.value('b');
    const size = wholeNumber(bytes ?? call.options.value('l') ?? '1000', bytes === undefined ? {} : bkm);
    if (size === 0) throw new Failure('number 0 is not in 1..2147483647 range');
    const pieces = new Pieces(call, prefix, letters);
    let left = 0;
    for (let piece = await input.piece(); piece !== null; piece = await input.piece()) {
      for (let rest = piece; rest.length > 0; ) {
        if (left === 0) {
          pieces.next();
          left = size;
        }
        const end =
          bytes === undefined
            ? endOfLines(rest, left)
            : {length: Math.min(left, rest.length), count: Math.min(left, rest.length)};
        await pieces.write(rest.subarray(0, end.length));
        left -= end.count;
        rest = rest.subarray(end.length);
      }
    }
    pieces.close();
    return 0;
  },
});

/** As many bytes as make so many lines, and how many lines those are. */
function endOfLines(bytes: Uint8Array, most: number): {readonly length: number; readonly count: number} {
  let end = 0;
  for (let count = 0; count < most; count += 1) {
    const newline = bytes.indexOf(0x0a, end);
    if (newline < 0) return {length: bytes.length, count};
    end = newline + 1;
  }
  return {length: end, count: most};
}

class Pieces {
  readonly #call: Call;
  readonly #prefix: string;
  readonly #letters: number;
  #number = 0;
  #fd: number | undefined;

  constructor(call: Call, prefix: string, letters: number) {
    this.#call = call;
    this.#prefix = prefix;
    this.#letters = letters;
  }

  next(): void {
    this.close();
    if (this.#number >= 26 ** this.#letters) throw new Failure('suffixes exhausted');
    const digits = this.#number.toString(26).padStart(this.#letters, '0');
    const suffix = [...digits].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('');
    this.#number += 1;
    const {process} = this.#call;
    this.#fd = process.adopt(
      process.files.open(`${this.#prefix}${suffix}`, {write: true, create: true, truncate: true}),
    );
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#fd !== undefined) await this.#call.process.write(this.#fd, bytes);
  }

  close(): void {
    if (this.#fd !== undefined) this.#call.process.closeFd(this.#fd);
    this.#fd = undefined;
  }
}
