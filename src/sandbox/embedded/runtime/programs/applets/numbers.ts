import {defineApplet} from '../applet.ts';
import {Failure, UsageError} from '../failure.ts';
import {numberWithin, wholeNumber} from '../text/numbers.ts';

export const seq = defineApplet({
  names: ['seq'],
  usage: `[-w] [-s SEP] [FIRST [INC]] LAST

Print numbers from FIRST to LAST in steps of INC; both are 1 otherwise

	-w	All with the same width
	-s SEP	What separates them, a newline otherwise`,
  options: {short: '+ws:'},
  // A negative number is no option.
  rewrite: (args) => {
    const at = args.findIndex((word, index) => /^-?[\d.]/.test(word) && args[index - 1] !== '-s');
    return at < 0 ? args : [...args.slice(0, at), '--', ...args.slice(at)];
  },
  operands: [1, 3],
  async run(call) {
    const words = call.operands;
    const numbers = words.map(realNumber);
    const last = numbers.at(-1) ?? 0;
    const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
    const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
    const decimals = Math.max(...words.slice(0, words.length > 1 ? words.length - 1 : 1).map(decimalsOf), 0);
    const shown = (number: number): string => number.toFixed(words.length > 1 ? decimals : 0);
    const width = call.has('w') ? Math.max(shown(first).length, shown(last).length) : 0;
    const separator = call.options.value('s') ?? '\n';
    let isFirst = true;
    for (let count = 0; ; count += 1) {
      const number = first + count * step;
      if (step >= 0 ? number > last + step * 1e-9 : number < last + step * 1e-9) break;
      await call.print(`${isFirst ? '' : separator}${padded(shown(number), width)}`);
      isFirst = false;
      if (count % 64 === 0) await call.process.breathe();
    }
    if (!isFirst) await call.print('\n');
    return 0;
  },
});

function realNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw new UsageError('');
  return number;
}

function decimalsOf(text: string): number {
  return /\.(\d*)$/.exec(text)?.[1]?.length ?? 0;
}

function padded(text: string, width: number): string {
  return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
}

export const factor = defineApplet({
  names: ['factor'],
  usage: '[NUMBER]...\n\nPrint the prime factors of NUMBERs, or of those in standard input',
  options: {short: ''},
  async run(call) {
    const print = async (text: string): Promise<void> => {
      if (!/^\d+$/.test(text)) throw new UsageError('');
      const number = numberWithin(text, 0, Number.MAX_SAFE_INTEGER);
      const factors: number[] = [];
      let rest = number;
      for (let divisor = 2; divisor * divisor <= rest; divisor += divisor === 2 ? 1 : 2) {
        if (divisor % 1024 === 1) await call.process.breathe();
        while (rest % divisor === 0) {
          factors.push(divisor);
          rest /= divisor;
        }
      }
      if (rest > 1) factors.push(rest);
      await call.print(`${number}:${factors.map((each) => ` ${each}`).join('')}\n`);
    };
    for (const word of call.operands) await print(word);
    if (call.operands.length > 0) return 0;
    return call.eachInput([], async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line())
        for (const word of line.split(/\s+/).filter((each) => each !== '')) await print(word);
    });
  },
});

export const shuf = defineApplet({
  names: ['shuf'],
  usage: `[-n NUM] [-o FILE] [-z] [FILE | -e [ARG...] | -i L-H]

Print lines in a random order

	-e	The words instead of lines
	-i L-H	Numbers from L to H
	-n NUM	At most NUM of them
	-o FILE	Into FILE
	-z	Lines end with NUL`,
  options: {short: 'ei:n:o:z'},
  async run(call) {
    const end = call.has('z') ? '\0' : '\n';
    const lines = await linesToShuffle(call);
    const most = wholeNumber(call.options.value('n') ?? String(lines.length));
    const path = call.options.value('o');
    if (path !== undefined)
      call.process.adopt(call.process.files.open(path, {write: true, create: true, truncate: true}), 1);
    for (let count = 0; count < Math.min(most, lines.length); count += 1) {
      if (count % 64 === 0) await call.process.breathe();
      const random = call.process.space.kernel.outside.random(4);
      const number = random.reduce((sum, byte) => sum * 256 + byte, 0);
      const picked = count + (number % (lines.length - count));
      const line = lines[picked] ?? '';
      lines[picked] = lines[count] ?? '';
      lines[count] = line;
      await call.print(`${line}${end}`);
    }
    return 0;
  },
});

async function linesToShuffle(call: Parameters<typeof shuf.run>[0]): Promise<string[]> {
  if (call.has('e')) return [...call.operands];
  const range = call.options.value('i');
  if (range !== undefined) {
    const [, low, high] = /^(\d+)-(\d+)$/.exec(range) ?? [];
    if (low === undefined || high === undefined) throw new Failure(`bad range '${range}'`);
    const count = Math.max(0, Number(high) - Number(low) + 1);
    call.hold(count * 16);
    return Array.from({length: count}, (_, index) => String(Number(low) + index));
  }
  const lines: string[] = [];
  let held = 0;
  const input = call.open(call.operands[0] ?? '-', {delimiter: call.has('z') ? '\0' : '\n'});
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    lines.push(line);
    held += line.length + 16;
    call.hold(held);
  }
  return lines;
}
