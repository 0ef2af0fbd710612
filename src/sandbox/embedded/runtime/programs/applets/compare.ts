import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {ByteTape} from '../text/byte-tape.ts';
import {numberWithin, wholeNumber} from '../text/numbers.ts';

export const cmp = defineApplet({
  names: ['cmp'],
  usage: `[-ls] [-n NUM] FILE1 [FILE2]

Compare two files, or a file with standard input

	-l	Every byte that differs, in octal
	-s	Say nothing, only by the exit code
	-n NUM	At most NUM bytes`,
  options: {short: 'lsn:'},
  operands: [1, 4],
  failureCode: 2,
  usageCode: 1,
  async run(call) {
    const [first = '', second = '-', skipFirst = '0', skipSecond = '0'] = call.operands;
    const [one, other] = [await call.openOrComplain(first), await call.openOrComplain(second)];
    if (!one || !other) return 2;
    const [left, right] = [new ByteTape(one), new ByteTape(other)];
    await left.skip(wholeNumber(skipFirst));
    await right.skip(wholeNumber(skipSecond));
    const limit = wholeNumber(call.options.value('n') ?? String(Number.MAX_SAFE_INTEGER));
    let line = 1;
    let code = 0;
    for (let at = 1; at <= limit; at += 1) {
      const [a, b] = [await left.next(), await right.next()];
      if (a === undefined && b === undefined) break;
      if (a === undefined || b === undefined) {
        if (!call.has('s')) await call.complain(`EOF on ${a === undefined ? first : second}`);
        return 1;
      }
      if (a !== b) {
        code = 1;
        if (call.has('s')) return 1;
        if (!call.has('l')) {
          await call.print(`${first} ${second} differ: char ${at}, line ${line}\n`);
          return 1;
        }
        await call.print(`${String(at)} ${a.toString(8).padStart(3)} ${b.toString(8).padStart(3)}\n`);
      }
      if (a === 0x0a) line += 1;
    }
    return code;
  },
});

export const strings = defineApplet({
  names: ['strings'],
  usage: `[-fo] [-t o|d|x] [-n LEN] [FILE]...

Print texts of at least LEN characters, 4 otherwise, that are in FILEs

	-f	With the name of the file
	-o	With their place
	-t	Their place in octal, decimal, hexadecimal`,
  options: {short: 'afon:t:'},
  async run(call) {
    const least = numberWithin(call.options.value('n') ?? '4', 1, 1_000_000);
    return call.eachInput(call.operands, async (input) => {
      let text = '';
      let at = 0;
      for (let piece = await input.piece(); piece !== null; piece = await input.piece()) {
        for (const byte of piece) {
          at += 1;
          if ((byte >= 32 && byte < 127) || byte === 9) text += String.fromCharCode(byte);
          else {
            if (text.length >= least) await call.print(stringLine(call, input.path, at - 1 - text.length, text));
            text = '';
          }
        }
      }
      if (text.length >= least) await call.print(stringLine(call, input.path, at - text.length, text));
    });
  },
});

function stringLine(call: Call, path: string, at: number, text: string): string {
  const radix = call.options.value('t') ?? (call.has('o') ? 'o' : '');
  const radixes: {readonly [letter: string]: number} = {o: 8, d: 10, x: 16};
  const place = radix === '' ? '' : `${at.toString(radixes[radix] ?? 10).padStart(7)} `;
  return `${call.has('f') ? `${path}: ` : ''}${place}${text}\n`;
}
