import {isSystemError} from '../../../system-error.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {Copying, inFolder} from '../files/copy.ts';

export const cp = defineApplet({
  names: ['cp'],
  usage: `[-arPLHpfinlsTu] SOURCE DEST
or: cp [-arPLHpfinlsu] SOURCE... { -t DIRECTORY | DIRECTORY }

Copy SOURCEs to DEST

	-a	-dpR
	-R,-r	Whole directories
	-d,-P	Symbolic links stay links
	-L	Symbolic links become what they point to
	-H	Those on the command line do
	-p	Owner, mode and times stay
	-f	Overwrite
	-i	Ask before overwriting
	-n	Do not overwrite
	-l,-s	Make (symbolic) links
	-T	DEST is no directory to copy into
	-t DIR	Copy into DIR
	-u	Only files that are newer
	-v	Print names`,
  options: {
    short: 'pdRfilsLHarPvuTt:n',
    long: {
      archive: 'a',
      force: 'f',
      interactive: 'i',
      'no-clobber': 'n',
      link: 'l',
      dereference: 'L',
      'no-dereference': 'P',
      recursive: 'R',
      'symbolic-link': 's',
      'no-target-directory': 'T',
      'target-directory': 't',
      verbose: 'v',
      update: 'u',
      parents: '',
      'remove-destination': '',
    },
  },
  operands: [1],
  async run(call) {
    const copying = new Copying(call, rulesOf(call));
    let isCopied = true;
    for (const [from, to] of await pairs(call)) if (!(await copying.copy(from, to))) isCopied = false;
    return isCopied ? 0 : 1;
  },
});

function rulesOf(call: Call): ConstructorParameters<typeof Copying>[1] {
  const recursive = call.has('a', 'r', 'R');
  const keepsLinks = call.has('a', 'd', 'P') || recursive;
  return {
    recursive,
    follow: call.has('L') || !keepsLinks,
    followFirst: call.has('H'),
    preserve: call.has('a', 'p'),
    interactive: call.options.lastOf('i', 'n', 'f') === 'i',
    keepExisting: call.options.lastOf('i', 'n') === 'n',
    onlyNewer: call.has('u'),
    link: call.has('s') ? 'symbolic' : call.has('l') ? 'hard' : undefined,
    verbose: call.has('v'),
  };
}

async function pairs(call: Call): Promise<readonly (readonly [string, string])[]> {
  const folder = call.options.value('t');
  if (folder !== undefined) return call.operands.map((path) => [path, inFolder(folder, path)]);
  const sources = call.operands.slice(0, -1);
  const [first] = sources;
  const last = call.operands.at(-1) ?? '';
  if (first === undefined) throw new UsageError('');
  if (sources.length > 1 && call.has('T')) throw new UsageError('');
  if (sources.length === 1) {
    const [source, target] = [await kindOf(call, first), await kindOf(call, last)];
    const isIntoNew = call.has('a', 'r', 'R') && source === 'directory' && target === undefined;
    if (call.has('T') && source !== 'directory' && target === 'directory')
      throw new Failure(`'${last}' is a directory`);
    if (call.has('parents') && target !== 'directory')
      throw new Failure('with --parents, the destination must be a directory');
    if ((source !== 'directory' && target !== 'directory') || isIntoNew || call.has('T')) return [[first, last]];
  }
  return sources.map((path) => [path, call.has('parents') ? withParents(call, last, path) : inFolder(last, path)]);
}

async function kindOf(call: Call, path: string): Promise<string | undefined> {
  try {
    return call.process.files.stat(path)?.kind;
  } catch (error) {
    if (isSystemError(error)) throw new Failure(`can't stat '${path}': ${error.message}`);
    throw error;
  }
}

function withParents(call: Call, folder: string, path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash > 0) call.process.files.makeDirectories(`${folder}/${path.slice(0, slash)}`);
  return `${folder}/${path}`;
}
