import {isSystemError} from '../../../system-error.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {Copying, confirmed, inFolder} from '../files/copy.ts';
import {removeTree} from '../files/remove.ts';

export const mv = defineApplet({
  names: ['mv'],
  usage: `[-finT] SOURCE DEST
or: mv [-fin] SOURCE... { -t DIRECTORY | DIRECTORY }

Rename SOURCE to DEST, or move SOURCEs into a directory

	-f	Do not ask before overwriting
	-i	Ask before overwriting
	-n	Do not overwrite
	-T	DEST is no directory to move into
	-t DIR	Move into DIR
	-v	Print names`,
  options: {
    short: 'finTt:v',
    long: {
      interactive: 'i',
      force: 'f',
      'no-clobber': 'n',
      'no-target-directory': 'T',
      'target-directory': 't',
      verbose: 'v',
    },
  },
  operands: [1],
  async run(call) {
    let isMoved = true;
    for (const [from, to] of pairs(call)) if (!(await move(call, from, to))) isMoved = false;
    return isMoved ? 0 : 1;
  },
});

function pairs(call: Call): readonly (readonly [string, string])[] {
  const folder = call.options.value('t');
  if (folder !== undefined) return call.operands.map((path) => [path, inFolder(folder, path)]);
  const sources = call.operands.slice(0, -1);
  const last = call.operands.at(-1) ?? '';
  const [first] = sources;
  if (first === undefined || (sources.length > 1 && call.has('T'))) throw new UsageError('');
  const isFolder = call.process.files.stat(last)?.kind === 'directory';
  if (sources.length === 1 && (!isFolder || call.has('T'))) {
    const isFile = call.process.files.stat(first, {follow: false})?.kind !== 'directory';
    if (isFolder && isFile) throw new Failure(`'${last}' is a directory`);
    return [[first, last]];
  }
  return sources.map((path) => [path, inFolder(last, path)]);
}

async function move(call: Call, from: string, to: string): Promise<boolean> {
  const {files} = call.process;
  const target = files.stat(to, {follow: false});
  const how = call.options.lastOf('f', 'i', 'n');
  if (target && how === 'n') return true;
  if (target && how === 'i' && !(await confirmed(call, `overwrite '${to}'? `))) return true;
  try {
    files.rename(from, to);
    if (call.has('v')) await call.print(`'${from}' -> '${to}'\n`);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EXDEV') return moveAcross(call, from, to);
    await call.complain(`can't rename '${from}': ${error.message}`);
    return false;
  }
}

/** Between two mounts there is only copying and removing. */
async function moveAcross(call: Call, from: string, to: string): Promise<boolean> {
  const rules = {
    recursive: true,
    follow: false,
    followFirst: false,
    preserve: true,
    interactive: false,
    keepExisting: false,
    onlyNewer: false,
    link: undefined,
    verbose: call.has('v'),
  };
  if (!(await new Copying(call, rules).copy(from, to))) return false;
  return removeTree(call, from, {recursive: true, force: true, interactive: false, verbose: false});
}
