import type {Process} from '../../process/process.ts';
import {parseOptions} from './arguments.ts';
import {defineBuiltin} from './builtin.ts';
import {parseMask, symbolicMask} from './mask.ts';

/** `umask [-S] [MASK]` */
export const umaskBuiltin = defineBuiltin({
  names: ['umask'],
  async run(shell, {args}) {
    const {options, rest} = parseOptions(shell, args, 'S');
    const {process} = shell;
    const [text] = rest;
    if (text === undefined) {
      const shown = options.has('S') ? symbolicMask(process.umask) : process.umask.toString(8).padStart(4, '0');
      await process.print(`${shown}\n`);
      return 0;
    }
    const mask = parseMask(text, process.umask);
    if (mask === undefined) throw shell.fault(`illegal mode: ${text}`);
    process.umask = mask;
    return 0;
  },
});

/** Limits as Docker gives them to a container: letter, what `ulimit -a` says, value. None of them is enforced. */
const limits = [
  ['c', 'core file size (blocks)', 'unlimited'],
  ['d', 'data seg size (kb)', 'unlimited'],
  ['e', 'scheduling priority', '0'],
  ['f', 'file size (blocks)', 'unlimited'],
  ['i', 'pending signals', '31384'],
  ['l', 'max locked memory (kb)', '8192'],
  ['m', 'max memory size (kb)', 'unlimited'],
  ['n', 'open files', '1048576'],
  ['q', 'POSIX message queues (bytes)', '819200'],
  ['r', 'real-time priority', '0'],
  ['s', 'stack size (kb)', '8192'],
  ['t', 'cpu time (seconds)', 'unlimited'],
  ['u', 'max user processes', 'unlimited'],
  ['v', 'virtual memory (kb)', 'unlimited'],
  ['x', 'file locks', 'unlimited'],
] as const;

/** Docker's names of limits, and the bytes that the shell counts one unit of. */
const chosenLimits: Readonly<Record<string, readonly [name: string, unit: number]>> = {
  c: ['core', 512],
  d: ['data', 1024],
  e: ['nice', 1],
  f: ['fsize', 512],
  i: ['sigpending', 1],
  l: ['memlock', 1024],
  m: ['rss', 1024],
  n: ['nofile', 1],
  q: ['msgqueue', 1],
  r: ['rtprio', 1],
  s: ['stack', 1024],
  t: ['cpu', 1],
  u: ['nproc', 1],
  x: ['locks', 1],
};

/** What the container was given, in the shell's unit; undefined when that is the usual limit. */
function chosenLimit({space}: Process, letter: string, hard: boolean): string | undefined {
  const [name, unit] = chosenLimits[letter] ?? [];
  const limit = name === undefined ? undefined : space.resourceLimits.get(name);
  if (limit === undefined || unit === undefined) return undefined;
  const value = hard ? limit.hard : limit.soft;
  return value < 0 ? 'unlimited' : String(Math.floor(value / unit));
}

/** `ulimit [-a] [-LETTER [LIMIT]]` */
export const ulimitBuiltin = defineBuiltin({
  names: ['ulimit'],
  async run(shell, {args}) {
    const letters = args.filter((arg) => arg.startsWith('-')).flatMap((arg) => [...arg.slice(1)]);
    const value = args.find((arg) => !arg.startsWith('-'));
    const asked = letters.filter((letter) => letter !== 'H' && letter !== 'S');
    const unknown = asked.find((letter) => letter !== 'a' && !limits.some(([known]) => known === letter));
    if (unknown !== undefined) {
      await shell.process.complain(`ulimit: invalid option -- '${unknown}'`);
      return 1;
    }
    const all = asked.includes('a');
    const rows = limits.filter(([letter]) => all || (asked.length === 0 ? letter === 'f' : asked.includes(letter)));
    if (value !== undefined && !/^(\d+|unlimited)$/.test(value)) throw shell.fault(`bad number: ${value}`);
    for (const [letter, name, usual] of rows) {
      if (value !== undefined) shell.limits.set(letter, value);
      else {
        const limit = shell.limits.get(letter) ?? chosenLimit(shell.process, letter, letters.includes('H')) ?? usual;
        await shell.process.print(rows.length > 1 ? `${name.padEnd(32)}(-${letter}) ${limit}\n` : `${limit}\n`);
      }
    }
    return 0;
  },
});

/** `times`: CPU time of the shell; that of children is not counted. */
export const timesBuiltin = defineBuiltin({
  names: ['times'],
  special: true,
  async run(shell) {
    const own = clockText(shell.process);
    await shell.process.print(`${own} 0m0.000s\n0m0.000s 0m0.000s\n`);
    return 0;
  },
});

function clockText({cpuMs}: Process): string {
  return `${Math.floor(cpuMs / 60_000)}m${((cpuMs % 60_000) / 1000).toFixed(3)}s`;
}
