import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {wholeNumber} from '../text/numbers.ts';

export const cut = defineApplet({
  names: ['cut'],
  usage: `{-b|c LIST | -f LIST [-d SEP] [-s] [-D]} [-O SEP] [FILE]...

Print some fields of each line of FILEs, or of standard input

	-b LIST	Bytes
	-c LIST	Characters
	-d SEP	What separates fields, a tab otherwise
	-O SEP	What separates them in the output
	-D	In the order of LIST
	-f LIST	Fields
	-s	Not the lines without SEP`,
  options: {short: 'b:c:f:d:O:sDn', long: {'output-delimiter': 'O'}},
  async run(call) {
    const kinds = call.options.given.filter(([name]) => 'bcf'.includes(name));
    const [[kind, list] = ['', undefined]] = kinds;
    if (kinds.length > 1) throw new UsageError('');
    if (list === undefined) throw new Failure('expected a list of bytes, characters, or fields');
    refuseMixture(call, kind);
    const ranges = parseList(list, call.has('D'));
    const cutLine = kind === 'f' ? fieldCutter(call, ranges) : characterCutter(ranges);
    return call.eachInput(call.operands, async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line()) {
        const part = cutLine(line);
        if (part !== undefined) await call.print(`${part}\n`);
      }
    });
  },
});

/** Counted from 1. */
type Range = readonly [first: number, last: number];

function refuseMixture(call: Call, kind: string): void {
  const only = 'only when operating on fields';
  if (kind === 'f') return;
  if (call.has('s')) throw new Failure(`suppressing non-delimited lines makes sense ${only}`);
  if (call.has('d')) throw new Failure(`a delimiter may be specified ${only}`);
}

function parseList(list: string, keepsOrder: boolean): readonly Range[] {
  const ranges = list
    .split(',')
    .filter((part) => part !== '')
    .map((part): Range => {
      const dash = part.indexOf('-');
      const first = dash === 0 ? 1 : wholeNumber(dash < 0 ? part : part.slice(0, dash));
      if (dash < 0) return [Math.max(1, first), Math.max(1, first)];
      const end = part.slice(dash + 1);
      const last = end === '' ? Number.POSITIVE_INFINITY : wholeNumber(end);
      if (last < Math.max(1, first)) throw new Failure(`${last}<${Math.max(1, first) - 1}`);
      return [Math.max(1, first), last];
    });
  if (ranges.length === 0) throw new Failure('missing list of positions');
  return keepsOrder ? ranges : ranges.sort(([one], [other]) => one - other);
}

function characterCutter(ranges: readonly Range[]): (line: string) => string {
  return (line) => {
    const characters = [...line];
    const taken = new Set<number>();
    for (const [first, last] of ranges)
      for (let at = first; at <= Math.min(last, characters.length); at += 1) taken.add(at);
    return [...taken].map((at) => characters[at - 1] ?? '').join('');
  };
}

function fieldCutter(call: Call, ranges: readonly Range[]): (line: string) => string | undefined {
  const separator = call.options.value('d') || '\t';
  const between = call.options.value('O') ?? separator;
  return (line) => {
    const fields = line.split(separator);
    if (fields.length === 1) return call.has('s') ? undefined : line;
    const picked: string[] = [];
    let next = 1;
    for (const [first, last] of ranges) {
      // Ranges that overlap print a field once, unless the order was asked for.
      const from = call.has('D') ? first : Math.max(first, next);
      picked.push(...fields.slice(from - 1, last));
      next = Math.max(next, last + 1);
    }
    return picked.join(between);
  };
}
