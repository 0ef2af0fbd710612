import {isSystemError, SystemError} from '../../../system-error.ts';
import {absolutePath, baseName, parentPath} from '../../fs/path.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {inFolder} from '../files/copy.ts';

export const ln = defineApplet({
  names: ['ln'],
  usage: `[-sfnbtv] [-S SUF] TARGET... LINK|DIR

Make a link LINK, or links in DIR, to TARGETs

	-s	Symbolic links
	-f	Remove what is in the way
	-n	A LINK that is a symbolic link to a directory is no DIR
	-b	Keep what is in the way under another name
	-S SUF	What that name ends with
	-T	LINK is no DIR
	-v	Print names`,
  options: {short: 'sfnbS:vT', long: {symbolic: 's', force: 'f', verbose: 'v', 'no-dereference': 'n'}},
  operands: [1],
  async run(call) {
    const {operands} = call;
    const last = operands.at(-1) ?? '';
    const [first = ''] = operands;
    if (operands.length === 1) return (await makeLink(call, first, baseName(first))) ? 0 : 1;
    const stat = call.process.files.stat(last, {follow: !call.has('n')});
    const isFolder = stat?.kind === 'directory' && !call.has('T');
    if (operands.length > 2 && call.has('T')) throw new UsageError('');
    if (operands.length > 2 && !isFolder) throw new Failure(`${last}: Not a directory`);
    let code = 0;
    for (const target of operands.slice(0, -1))
      if (!(await makeLink(call, target, isFolder ? inFolder(last, target) : last))) code = 1;
    return code;
  },
});

async function makeLink(call: Call, target: string, path: string): Promise<boolean> {
  const {files} = call.process;
  if (!call.has('s') && !files.stat(target, {follow: false})) {
    await call.complain(`${target}: No such file or directory`);
    return false;
  }
  if (call.has('b') && files.stat(path, {follow: false}))
    files.rename(path, `${path}${call.options.value('S') ?? '~'}`);
  else if (call.has('f') && files.stat(path, {follow: false})) {
    const isGone = await call.trying(
      (reason) => `${path}: ${reason}`,
      () => files.unlink(path),
    );
    if (!isGone) return false;
  }
  const isMade = await call.trying(
    (reason) => `${path}: ${reason}`,
    () => (call.has('s') ? files.makeSymlink(path, target) : files.link(target, path)),
  );
  if (isMade && call.has('v')) await call.print(`'${path}' -> '${target}'\n`);
  return isMade;
}

export const hardLink = defineApplet({
  names: ['link'],
  usage: 'FILE LINK\n\nMake a hard LINK to FILE',
  operands: [2, 2],
  async run(call) {
    const [from = '', to = ''] = call.operands;
    const isMade = await call.trying(
      (reason) => `can't create link '${to}' to '${from}': ${reason}`,
      () => call.process.files.link(from, to),
    );
    return isMade ? 0 : 1;
  },
});

export const unlink = defineApplet({
  names: ['unlink'],
  usage: 'FILE\n\nRemove FILE',
  operands: [1, 1],
  async run(call) {
    const [path = ''] = call.operands;
    const isGone = await call.trying(
      (reason) => `can't remove file '${path}': ${reason}`,
      () => call.process.files.unlink(path),
    );
    return isGone ? 0 : 1;
  },
});

export const readlink = defineApplet({
  names: ['readlink'],
  usage: `[-fnv] FILE

Print where a symbolic link leads

	-f	Follow all links on the way
	-n	No newline
	-v	Say why it failed`,
  options: {short: 'fnvsq'},
  operands: [1, 1],
  async run(call) {
    const {files} = call.process;
    const [path = ''] = call.operands;
    try {
      const stat = call.has('f') ? undefined : files.requireStat(path, {follow: false});
      const target = call.has('f') ? realPath(call, path) : stat?.kind === 'symlink' ? stat.target : undefined;
      if (target === undefined) throw new Failure('');
      await call.print(`${target}${call.has('n') ? '' : '\n'}`);
      return 0;
    } catch (error) {
      if (!isSystemError(error) && !(error instanceof Failure)) throw error;
      if (call.has('v'))
        await call.complain(`${path}: ${isSystemError(error) ? error.message : 'cannot read link: not a symlink'}`);
      return 1;
    }
  },
});

/** Without symbolic links; what a link points to may be missing. */
function realPath(call: Call, path: string, mayBeMissing = false): string {
  const {files, folder} = call.process;
  const found = files.stat(path);
  if (found) return found.path;
  const full = absolutePath(path, folder);
  const link = files.stat(path, {follow: false});
  if (link?.kind === 'symlink') return realPath(call, absolutePath(link.target, parentPath(full)), true);
  if (!mayBeMissing) throw new SystemError('ENOENT', path);
  const parent = files.requireStat(parentPath(full));
  return `${parent.path === '/' ? '' : parent.path}/${baseName(full)}`;
}

export const realpath = defineApplet({
  names: ['realpath'],
  usage: 'FILE...\n\nPrint the full path of FILEs, without symbolic links',
  options: {short: ''},
  operands: [1],
  async run(call) {
    let code = 0;
    for (const path of call.operands) {
      const isFound = await call.trying(
        (reason) => `${path}: ${reason}`,
        async () => call.print(`${realPath(call, path)}\n`),
      );
      if (!isFound) code = 1;
    }
    return code;
  },
});

export const basename = defineApplet({
  names: ['basename'],
  usage: `FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...

Print the last part of FILE, without SUFFIX`,
  options: {short: '+as:'},
  operands: [1],
  async run(call) {
    const all = call.has('a', 's');
    const [first = '', ending, ...rest] = call.operands;
    if (!all && rest.length > 0) throw new UsageError('');
    const suffix = call.options.value('s') ?? (all ? undefined : ending);
    for (const path of all ? call.operands : [first]) {
      const name = path === '' ? '' : baseName(path);
      const isEnding = suffix !== undefined && name !== suffix && name.endsWith(suffix);
      await call.print(`${isEnding ? name.slice(0, name.length - suffix.length) : name}\n`);
    }
    return 0;
  },
});

export const dirname = defineApplet({
  names: ['dirname'],
  usage: 'FILENAME\n\nPrint what is before the last part of FILENAME',
  options: {short: '+'},
  operands: [1, 1],
  async run(call) {
    const [path = ''] = call.operands;
    await call.print(`${dirnameOf(path)}\n`);
    return 0;
  },
});

function dirnameOf(path: string): string {
  if (/^\/+$/.test(path)) return '/';
  return path === '' ? '.' : parentPath(path);
}

export const pwd = defineApplet({
  names: ['pwd'],
  usage: '\n\nPrint the working directory',
  options: {short: 'LP'},
  async run(call) {
    await call.print(`${call.process.folder}\n`);
    return 0;
  },
});
