import {isSystemError} from '../../../system-error.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import type {Input} from '../input.ts';
import {type Followed, follow} from '../text/follow.ts';
import {bkm, wholeNumber} from '../text/numbers.ts';

export const tail = defineApplet({
  names: ['tail'],
  usage: `[OPTIONS] [FILE]...

Print the last 10 lines of FILEs, or of standard input

	-c [+]N[bkm]	Print the last N bytes
	-n N[bkm]	Print the last N lines
	-n +N[bkm]	Start at line N
	-f		Print what is appended as well, without end
	-F		The same, and open the file again when it is another one
	-s SECONDS	Look every SECONDS for what was appended
	-q		No file names
	-v		Always file names`,
  options: {short: 'fc:n:qs:vF'},
  rewrite: (args) => legacyCount('+')(legacyCount('-')(args)),
  async run(call) {
    const unit = call.options.lastOf('c', 'n') === 'c' ? 'bytes' : 'lines';
    const asked = call.options.value(unit === 'bytes' ? 'c' : 'n') ?? '10';
    const count = wholeNumber(asked.replace(/^[+-]/, ''), bkm);
    const part: Part = {unit, count, isFromStart: asked.startsWith('+')};
    const paths = call.operands.length === 0 ? ['-'] : call.operands;
    const opened: Followed[] = [];
    let code = 0;
    for (const path of paths) {
      const input = await call.openOrComplain(path, {raw: true});
      if (!input) code = 1;
      if (input || call.has('F')) opened.push({path, input});
    }
    if (opened.length === 0) throw new Failure('no files');
    const withNames = call.has('v') || (!call.has('q') && opened.length > 1);
    for (const [index, {path, input}] of opened.entries()) {
      if (!input) continue;
      if (withNames) await call.print(`${index > 0 ? '\n' : ''}==> ${nameOf(path)} <==\n`);
      if (
        !(await call.trying(
          (reason) => `read error: ${reason}`,
          () => printEnd(call, input, part),
        ))
      )
        code = 1;
    }
    const isPipe = call.operands.length === 0 && call.process.descriptor(0)?.position === undefined;
    if (call.has('f', 'F') && !isPipe) await follow(call, opened, withNames);
    return code;
  },
});

export interface Part {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** `+N`: everything from there on. */
  readonly isFromStart: boolean;
}

/** `-5`, `+5` as they were written before there were options. */
export function legacyCount(sign: '-' | '+'): (args: readonly string[]) => readonly string[] {
  return ([first = '', ...rest]) => {
    if (first === '' && rest.length === 0) return [];
    return first[0] === sign && /^\d/.test(first.slice(1))
      ? ['-n', sign === '-' ? first.slice(1) : first, ...rest]
      : [first, ...rest];
  };
}

export function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}

async function printEnd(call: Call, input: Input, part: Part): Promise<void> {
  if (part.isFromStart) return printFrom(call, input, part);
  jumpNear(call, input, part);
  const kept: Uint8Array[] = [];
  let size = 0;
  for (let piece = await input.piece(); piece !== null; piece = await input.piece()) {
    kept.push(piece);
    size += piece.length;
    while (kept.length > 1 && isEnough(kept.slice(1), part)) size -= kept.shift()?.length ?? 0;
    call.hold(size);
  }
  for (const piece of cutStart(kept, part)) await call.send(piece);
}

async function printFrom(call: Call, input: Input, {unit, count}: Part): Promise<void> {
  let skip = Math.max(0, count - 1);
  for (let piece = await input.piece(); piece !== null; piece = await input.piece()) {
    let from = 0;
    while (skip > 0 && from < piece.length) {
      const newline = unit === 'bytes' ? Math.min(piece.length, from + skip) - 1 : piece.indexOf(0x0a, from);
      skip -= unit === 'bytes' ? newline + 1 - from : newline < 0 ? 0 : 1;
      from = newline < 0 ? piece.length : newline + 1;
    }
    await call.send(piece.subarray(from));
  }
}

/** A regular file need not be read from its beginning. */
function jumpNear(call: Call, {fd, path}: Input, {unit, count}: Part): void {
  const descriptor = call.process.descriptor(fd);
  if (descriptor?.position !== 0 || path === '-') return;
  const size = call.process.files.stat(path)?.size ?? 0;
  // Lines are taken to be shorter than 64 kB each, as the real one does.
  const back = unit === 'bytes' ? count : (count | 15) * 65_536;
  if (size > back) seekQuietly(() => descriptor.seek(size - back));
}

function seekQuietly(seek: () => void): void {
  try {
    seek();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

function isEnough(pieces: readonly Uint8Array[], {unit, count}: Part): boolean {
  let left = count;
  for (const piece of pieces) left -= unit === 'bytes' ? piece.length : newlinesIn(piece);
  // One more newline: the last line's own may be missing.
  return unit === 'bytes' ? left <= 0 : left < 0;
}

function newlinesIn(piece: Uint8Array): number {
  let count = 0;
  for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) count += 1;
  return count;
}

/** Leaves only the part asked for. */
function cutStart(pieces: readonly Uint8Array[], {unit, count}: Part): readonly Uint8Array[] {
  if (count === 0) return [];
  const kept = [...pieces];
  const last = kept.at(-1);
  const isOpen = unit === 'lines' && last !== undefined && last.at(-1) !== 0x0a;
  let all = isOpen ? 1 : 0;
  for (const piece of kept) all += unit === 'bytes' ? piece.length : newlinesIn(piece);
  let skip = all - count;
  while (skip > 0) {
    const first = kept.shift();
    if (!first) break;
    const here = unit === 'bytes' ? first.length : newlinesIn(first);
    if (here < skip) skip -= here;
    else {
      const from = unit === 'bytes' ? skip : behindNewline(first, skip);
      kept.unshift(first.subarray(from));
      skip = 0;
    }
  }
  return kept;
}

function behindNewline(piece: Uint8Array, count: number): number {
  let from = 0;
  for (let left = count; left > 0; left -= 1) from = piece.indexOf(0x0a, from) + 1;
  return from;
}
