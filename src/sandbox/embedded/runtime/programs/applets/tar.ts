import {defineApplet} from '../applet.ts';
import {Extraction} from '../archive/tar-extract.ts';
import {Packing} from '../archive/tar-pack.ts';
import type {Call} from '../call.ts';
import {UsageError} from '../failure.ts';

export const tar = defineApplet({
  names: ['tar'],
  usage: `c|x|t [-ZzJjahmvokO] [-f TARFILE] [-C DIR] [-T FILE] [-X FILE] [LONGOPT]... [FILE]...

Make, unpack, or list archives

	c	Make
	x	Unpack
	t	List
	-f FILE	The archive; - or nothing is standard output or input
	-C DIR	Go to DIR first
	-v	Print names
	-z	Compressed with gzip
	-O	To standard output
	-k	Do not overwrite
	-m	Do not restore times
	-h	Follow symbolic links
	-T FILE	Names in FILE, -X FILE not those in FILE
	--strip-components N	Without the first N parts of names
	--exclude PATTERN`,
  options: {
    short: 'txcC:f:OT:X:opvkZzajJhm',
    long: {
      list: 't',
      extract: 'x',
      get: 'x',
      create: 'c',
      directory: 'C',
      file: 'f',
      'to-stdout': 'O',
      'files-from': 'T',
      'exclude-from': 'X',
      exclude: ':',
      'strip-components': ':',
      verbose: 'v',
      'keep-old-files': 'k',
      overwrite: '',
      gzip: 'z',
      gunzip: 'z',
      dereference: 'h',
      touch: 'm',
      'no-same-permissions': '',
      'same-permissions': 'p',
      'no-same-owner': 'o',
      'numeric-owner': '',
      'auto-compress': 'a',
      'no-recursion': '',
      owner: ':',
      group: ':',
    },
  },
  rewrite: dashed,
  async run(call) {
    const actions = ['c', 'x', 't'].filter((letter) => call.has(letter));
    if (actions.length !== 1) throw new UsageError('');
    if (call.has('j', 'J', 'Z')) throw new UsageError('only gzip is part of this simulation');
    const patterns = [...call.options.values('exclude'), ...(await linesOf(call, 'X'))];
    const names = [...call.operands, ...(await linesOf(call, 'T'))];
    if (call.has('c')) return new Packing(call, patterns).run(names);
    return new Extraction(call, {patterns, names}).run();
  },
});

/** `tar xzf FILE` as `tar -xz -f FILE`: values of old-style letters are the next words, in order. */
function dashed(args: readonly string[]): readonly string[] {
  const [first = '', ...rest] = args;
  if (first === '' || first.startsWith('-')) return args;
  const words = [...rest];
  const options = [...first].flatMap((letter) => {
    const value = 'fCTX'.includes(letter) ? words.shift() : undefined;
    return value === undefined ? [`-${letter}`] : [`-${letter}`, value];
  });
  return [...options, ...words];
}

async function linesOf(call: Call, letter: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const path of call.options.values(letter)) {
    const input = call.open(path);
    for (let line = await input.line(); line !== undefined; line = await input.line())
      if (line !== '') lines.push(line);
    input.close();
  }
  return lines;
}
