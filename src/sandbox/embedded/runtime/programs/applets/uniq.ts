import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {UsageError} from '../failure.ts';
import {wholeNumber} from '../text/numbers.ts';

export const uniq = defineApplet({
  names: ['uniq'],
  usage: `[-cduiz] [-f,s,w N] [FILE [OUTFILE]]

Leave out lines that are the same as the one before

	-c	Print how often each line was there
	-d	Only lines that were repeated
	-u	Only lines that were not
	-i	Ignore case
	-z	Lines end with NUL
	-f N	Do not compare the first N fields
	-s N	Do not compare the first N characters behind them
	-w N	Compare at most N characters`,
  options: {short: 'cduf:s:w:iz'},
  async run(call) {
    const end = call.has('z') ? '\0' : '\n';
    const [path = '-', outPath = '-', ...more] = call.operands;
    const input = await call.openOrComplain(path, {delimiter: end, raw: true});
    if (!input) return 1;
    if (more.length > 0) throw new UsageError('');
    if (outPath !== '-')
      call.process.adopt(call.process.files.open(outPath, {write: true, create: true, truncate: true}), 1);
    const key = keyReader(call);
    let line = await input.line();
    while (line !== undefined) {
      const first = line;
      const firstKey = key(first);
      let count = 0;
      do {
        count += 1;
        line = await input.line();
      } while (line !== undefined && key(line) === firstKey);
      if (call.has(count > 1 ? 'u' : 'd')) continue;
      await call.print(`${call.has('c') ? `${String(count).padStart(7)} ` : ''}${first}${end}`);
    }
    return 0;
  },
});

/** The part of a line that is compared. */
function keyReader(call: Call): (line: string) => string {
  const number = (letter: string): number | undefined => {
    const text = call.options.value(letter);
    return text === undefined ? undefined : wholeNumber(text);
  };
  const fields = number('f') ?? 0;
  const characters = number('s') ?? 0;
  const width = number('w');
  return (line) => {
    let rest = line;
    for (let left = fields; left > 0 && rest !== ''; left -= 1) rest = rest.replace(/^\s*\S*/, '');
    rest = rest.slice(characters);
    if (width !== undefined) rest = rest.slice(0, width);
    return call.has('i') ? rest.toLowerCase() : rest;
  };
}
