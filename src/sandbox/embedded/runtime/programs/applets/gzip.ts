import {defineApplet} from '../applet.ts';
import {type Codec, gunzipCodec, gzipCodec} from '../archive/gzip.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import type {Input} from '../input.ts';
import {Output} from '../output.ts';

export const gzip = defineApplet({
  names: ['gzip', 'gunzip', 'zcat'],
  usage: `[-cfkdt123456789] [FILE]...

Compress FILEs in their place, or standard input; gunzip and zcat decompress

	-c	To standard output
	-d	Decompress
	-f	Overwrite what is there
	-k	Keep FILEs
	-t	Only test
	-1..9	Fast to small`,
  options: {
    short: 'cfkdtvqn123456789',
    long: {
      stdout: 'c',
      'to-stdout': 'c',
      force: 'f',
      keep: 'k',
      decompress: 'd',
      uncompress: 'd',
      test: 't',
      quiet: 'q',
      'no-name': 'n',
    },
  },
  async run(call) {
    let code = 0;
    for (const path of call.operands.length === 0 ? ['-'] : call.operands) if (!(await one(call, path))) code = 1;
    return code;
  },
});

const suffixes: readonly (readonly [string, string])[] = [
  ['.gz', ''],
  ['.tgz', '.tar'],
];

function isDecompressing(call: Call): boolean {
  return call.has('d', 't') || call.name !== 'gzip';
}

function isToOutput(call: Call, path: string): boolean {
  return call.has('c', 't') || call.name === 'zcat' || path === '-';
}

async function one(call: Call, path: string): Promise<boolean> {
  const {process} = call;
  const input = await call.openOrComplain(path);
  if (!input) return false;
  try {
    if (isToOutput(call, path)) {
      const isTerminal = process.descriptor(1)?.terminal !== undefined;
      if (isTerminal && !isDecompressing(call) && !call.has('f'))
        throw new Failure('compressed data not written to a terminal. Use -f to force compression');
      await convert(call, input, call.has('t') ? undefined : call.out);
      return true;
    }
    return await inPlace(call, input, path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await call.complain(error.message);
    return false;
  } finally {
    input.close();
  }
}

async function inPlace(call: Call, input: Input, path: string): Promise<boolean> {
  const {process} = call;
  const {files} = process;
  const target = targetName(call, path);
  if (target === undefined) {
    await call.complain(`${path}: unknown suffix - ignored`);
    return false;
  }
  const stat = files.requireStat(path);
  if (stat.kind === 'directory') throw new Failure(`${path}: Is a directory`);
  if (files.stat(target) && !call.has('f')) {
    await call.complain(`can't open '${target}': File exists`);
    return false;
  }
  const fd = process.adopt(files.open(target, {write: true, create: true, truncate: true, mode: stat.mode}));
  try {
    const output = new Output(process, fd);
    await convert(call, input, output);
    await output.flush();
  } catch (error) {
    files.unlink(target);
    throw error;
  } finally {
    process.closeFd(fd);
  }
  files.change(target, {mode: stat.mode, modifiedMs: stat.modifiedMs});
  if (!call.has('k')) files.unlink(path);
  return true;
}

function targetName(call: Call, path: string): string | undefined {
  if (!isDecompressing(call)) return `${path}.gz`;
  const known = suffixes.find(([suffix]) => path.endsWith(suffix) && path.length > suffix.length);
  return known && path.slice(0, -known[0].length) + known[1];
}

async function convert(call: Call, input: Input, output: Output | undefined): Promise<void> {
  const level = Number(call.options.lastOf(...'123456789') ?? '6');
  const codec: Codec = isDecompressing(call) ? gunzipCodec() : gzipCodec({level, modifiedMs: 0});
  for (let piece = await input.piece(); piece !== null; piece = await input.piece())
    for (const made of codec.push(piece)) await output?.put(made);
  for (const made of codec.end()) await output?.put(made);
}
