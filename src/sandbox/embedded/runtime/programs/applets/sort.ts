import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {type Comparison, comparisonOf, parseKey, type SortKey, type SortSettings} from '../text/sort-keys.ts';
import {sorted} from '../text/sorted.ts';

export const sort = defineApplet({
  names: ['sort'],
  usage: `[-nrughMcszbdfiokt] [-o FILE] [-k START[.OFS][OPTS][,END[.OFS][OPTS]] [-t CHAR] [FILE]...

Sort lines of text

	-o FILE	Write to FILE
	-c	Only check whether the input is sorted
	-b	Ignore leading blanks
	-f	Ignore case
	-i	Ignore what cannot be printed
	-d	Letters, digits and blanks only
	-n	Sort numbers
	-g	Sort numbers of any form
	-h	Sort sizes (2K 1G)
	-M	Sort months
	-V	Sort versions
	-t CHAR	What separates fields
	-k N[,M]	Sort by field N up to M
	-r	The other way round
	-s	Leave lines with equal keys as they are
	-u	Only one of equal lines
	-z	Lines end with NUL`,
  options: {short: 'nghMVucszbrdfimS:T:o:k:t:'},
  failureCode: 2,
  async run(call) {
    const settings = readSettings(call);
    const lines = await readLines(call);
    const compare = comparisonOf(settings);
    if (call.has('c')) return check(call, lines, compare);
    const all = await sorted(call.process, lines, compare);
    // Keys alone decide which lines are the same; the first one stays.
    const same = comparisonOf({...settings, isStable: true});
    await write(call, call.has('u') ? firstOfEqual(all, same) : all);
    return 0;
  },
});

function readSettings(call: Call): SortSettings {
  const separators = call.options.values('t');
  const [separator] = separators;
  if (separators.length > 1 || call.options.count('o') > 1) throw new UsageError('');
  if (separator !== undefined && [...separator].length !== 1) throw new Failure('bad -t parameter');
  const flags = new Set('nghMVrbdfi'.split('').filter((letter) => call.has(letter)));
  const whole: SortKey = {start: 1, startCharacter: 0, end: 0, endCharacter: 0, flags: new Set()};
  const keys = call.options.values('k').map(parseKey);
  return {
    separator,
    flags: flags.has('b') ? new Set([...flags, 'B']) : flags,
    keys: keys.length > 0 ? keys : [whole],
    isStable: call.has('s'),
  };
}

async function readLines(call: Call): Promise<string[]> {
  const lines: string[] = [];
  let held = 0;
  const form = call.has('z') ? ({delimiter: '\0'} as const) : {};
  for (const path of call.operands.length === 0 ? ['-'] : call.operands) {
    const input = await call.openOrComplain(path, form);
    if (!input) throw new Failure('', 2);
    for (let line = await input.line(); line !== undefined; line = await input.line()) {
      lines.push(line);
      held += line.length + 16;
      call.hold(held);
    }
    input.close();
  }
  return lines;
}

async function check(call: Call, lines: readonly string[], compare: Comparison): Promise<number> {
  const least = call.has('u') ? -1 : 0;
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    if (before === undefined || compare(before, line) <= least) continue;
    await call.process.complain(`Check line ${index}`);
    return 1;
  }
  return 0;
}

function firstOfEqual(lines: readonly string[], compare: Comparison): readonly string[] {
  const kept: string[] = [];
  for (const line of lines) {
    const last = kept.at(-1);
    if (last === undefined || compare(last, line) !== 0) kept.push(line);
  }
  return kept;
}

async function write(call: Call, lines: readonly string[]): Promise<void> {
  const end = call.has('z') ? '\0' : '\n';
  const path = call.options.value('o');
  if (path === undefined) {
    for (const line of lines) await call.print(`${line}${end}`);
    return;
  }
  // Only now: it may be one of the files that were read.
  const fd = call.process.adopt(call.process.files.open(path, {write: true, create: true, truncate: true}), 1);
  for (const line of lines) await call.print(`${line}${end}`);
  await call.out.flush();
  call.process.closeFd(fd);
}
