import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import type {Input} from '../input.ts';

interface Counts {
  lines: number;
  words: number;
  characters: number;
  bytes: number;
  longest: number;
}

const order = [
  ['l', 'lines'],
  ['w', 'words'],
  ['m', 'characters'],
  ['c', 'bytes'],
  ['L', 'longest'],
] as const;

export const wc = defineApplet({
  names: ['wc'],
  usage: `[-cmlwL] [FILE]...

Count the lines, words and bytes of FILEs, or of standard input

	-c	Bytes
	-m	Characters
	-l	Newlines
	-w	Words
	-L	Length of the longest line`,
  options: {short: 'lwmcL'},
  async run(call) {
    const asked = order.filter(([letter]) => call.has(letter));
    const shown = asked.length > 0 ? asked : order.filter(([letter]) => 'lwc'.includes(letter));
    const isBare = shown.length === 1 && call.operands.length <= 1;
    const line = (counts: Counts, name: string): string => {
      const numbers = shown.map(([, key]) => String(counts[key]));
      const padded = numbers.map((number, index) => number.padStart(isBare ? 0 : index === 0 ? 9 : 9));
      return `${padded.join(' ')}${name === '' ? '' : ` ${name}`}\n`;
    };
    const total = noCounts();
    const code = await call.eachInput(call.operands, async (input) => {
      const counts = await count(call, input);
      add(total, counts);
      await call.print(line(counts, call.operands.length === 0 ? '' : input.path));
    });
    if (call.operands.length > 1) await call.print(line(total, 'total'));
    return code;
  },
});

function noCounts(): Counts {
  return {lines: 0, words: 0, characters: 0, bytes: 0, longest: 0};
}

function add(total: Counts, counts: Counts): void {
  for (const [, key] of order)
    total[key] = key === 'longest' ? Math.max(total.longest, counts.longest) : total[key] + counts[key];
}

async function count(call: Call, input: Input): Promise<Counts> {
  const counts = noCounts();
  let column = 0;
  let isInWord = false;
  for (let piece = await input.piece(); piece !== null; piece = await input.piece()) {
    await call.process.breathe();
    counts.bytes += piece.length;
    for (const byte of piece) {
      if ((byte & 0xc0) !== 0x80) counts.characters += 1;
      if (byte > 0x20 && byte < 0x7f) {
        column += 1;
        isInWord = true;
      } else if (byte === 0x20 || (byte >= 9 && byte <= 13)) {
        if (isInWord) counts.words += 1;
        isInWord = false;
        column = byte === 0x20 ? column + 1 : byte === 9 ? (column | 7) + 1 : column;
        if (byte === 10) counts.lines += 1;
        if (byte >= 10 && byte !== 11) {
          counts.longest = Math.max(counts.longest, column);
          if (byte !== 0x20) column = 0;
        }
      }
    }
  }
  if (isInWord) counts.words += 1;
  counts.longest = Math.max(counts.longest, column);
  return counts;
}
