import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {octal, parseMode} from '../files/modes.ts';
import {groupsIn, usersIn} from '../files/users.ts';
import {filesBelow} from '../files/walk.ts';
import {parseDate} from '../text/dates.ts';
import {kmg, wholeNumber} from '../text/numbers.ts';

export const chmod = defineApplet({
  names: ['chmod'],
  usage: `[-Rcvf] MODE[,MODE]... FILE...

MODE is an octal number, or letters of ugoa, one of +-= and letters of rwxXst

	-R	Whole directories
	-c	Print what was changed
	-v	Print every file
	-f	Hide errors`,
  options: {short: 'Rvcf'},
  // A mode like -x is no option.
  rewrite: (args) => {
    const at = args.findIndex((word) => !/^-[Rvcf]+$/.test(word));
    return at < 0 || args[at] === '--' ? args : [...args.slice(0, at), '--', ...args.slice(at)];
  },
  operands: [2],
  async run(call) {
    const [text = '', ...paths] = call.operands;
    const change = parseMode(text, call.process.umask);
    if (!change) throw new Failure(`invalid mode '${text}'`);
    return forEach(call, paths, async (path, stat) => {
      if (stat.kind === 'symlink') return;
      const mode = change(stat.mode, stat.kind === 'directory');
      call.process.files.change(path, {mode});
      if (call.has('v') || (call.has('c') && mode !== stat.mode))
        await call.print(`mode of '${path}' changed to ${octal(mode)} (${modeLetters(mode)})\n`);
    });
  },
});

function modeLetters(mode: number): string {
  const triple = (bits: number): string => `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`;
  return triple(mode >> 6) + triple(mode >> 3) + triple(mode);
}

export const chown = defineApplet({
  names: ['chown'],
  usage: `[-Rhcvf] USER[:[GRP]] FILE...

Change the owner of FILEs, and their group

	-h	Change symbolic links themselves
	-R	Whole directories
	-c,-v	Print what was changed, every file
	-f	Hide errors`,
  options: {short: 'RvcfhLHP', long: {recursive: 'R', 'no-dereference': 'h', verbose: 'v', changes: 'c'}},
  operands: [2],
  async run(call) {
    const [text = '', ...paths] = call.operands;
    const {uid, gid} = parseOwner(call, text);
    return forEach(call, paths, (path) =>
      setOwner(call, path, {...(uid !== undefined && {uid}), ...(gid !== undefined && {gid})}),
    );
  },
});

export const chgrp = defineApplet({
  names: ['chgrp'],
  usage: `[-Rhcvf] GROUP FILE...

Change the group of FILEs

	-h	Change symbolic links themselves
	-R	Whole directories`,
  options: {short: 'RvcfhLHP'},
  operands: [2],
  async run(call) {
    const [group = '', ...paths] = call.operands;
    const gid = groupNumber(call, group);
    return forEach(call, paths, (path) => setOwner(call, path, {gid}));
  },
});

async function setOwner(
  call: Call,
  path: string,
  owner: {readonly uid?: number; readonly gid?: number},
): Promise<void> {
  call.process.files.change(path, owner, {follow: !call.has('h') && !call.has('R')});
  if (call.has('v', 'c')) await call.print(`changed ownership of '${path}' to ${owner.uid ?? ''}:${owner.gid ?? ''}\n`);
}

function parseOwner(call: Call, text: string): {readonly uid: number | undefined; readonly gid: number | undefined} {
  const [, user = '', colon, group = ''] = /^([^:.]*)([:.]?)(.*)$/.exec(text) ?? [];
  const known = usersIn(call.process.files).find(({name}) => name === user);
  if (user !== '' && !known && !/^\d+$/.test(user)) throw new Failure(`unknown user ${user}`);
  const uid = user === '' ? undefined : (known?.uid ?? Number(user));
  if (colon === '') return {uid, gid: undefined};
  return {uid, gid: group === '' ? known?.gid : groupNumber(call, group)};
}

function groupNumber(call: Call, text: string): number {
  const known = groupsIn(call.process.files).find(({name}) => name === text);
  if (!known && !/^\d+$/.test(text)) throw new Failure(`unknown group ${text}`);
  return known?.gid ?? Number(text);
}

/** Files, or with -R whole trees; what fails is complained about unless -f was given. */
async function forEach(
  call: Call,
  paths: readonly string[],
  action: (path: string, stat: NonNullable<ReturnType<Call['process']['files']['stat']>>) => Promise<void>,
): Promise<number> {
  let code = 0;
  const attempt = async (path: string, run: () => unknown): Promise<void> => {
    if (call.has('f')) {
      await call.quietly(run);
      return;
    }
    if (!(await call.trying((reason) => `${path}: ${reason}`, run))) code = 1;
  };
  for (const path of paths) {
    const stat = call.process.files.stat(path, {follow: !call.has('h')});
    if (!stat) await attempt(path, () => call.process.files.requireStat(path));
    else if (!call.has('R')) await attempt(path, () => action(path, stat));
    else
      for await (const walked of filesBelow(call, path))
        await attempt(walked.path, () => action(walked.path, walked.stat));
  }
  return code;
}

export const touch = defineApplet({
  names: ['touch'],
  usage: `[-cham] [-d DATE] [-t DATE] [-r FILE] FILE...

Change the time of FILEs, and make those that are not there

	-c	Make none
	-h	Change symbolic links themselves
	-d DATE	The time, as [YYYY-]MM-DD HH:MM[:SS] and in other forms
	-t DATE	The time, as [[CC]YY]MMDDhhmm[.ss]
	-r FILE	The time of FILE`,
  options: {short: 'cr:d:t:amh', long: {'no-create': 'c', reference: 'r', date: 'd', 'no-dereference': 'h'}},
  operands: [1],
  async run(call) {
    const {process} = call;
    const reference = call.options.value('r');
    const text = call.options.value('d') ?? call.options.value('t');
    const modifiedMs =
      reference !== undefined
        ? process.files.requireStat(reference).modifiedMs
        : text === undefined
          ? process.now()
          : parseDate(text, {now: process.now(), zone: process.env.get('TZ')});
    let code = 0;
    for (const path of call.operands) {
      const isDone = await call.trying(
        (reason) => `${path}: ${reason}`,
        () => touchOne(call, path, modifiedMs),
      );
      if (!isDone) code = 1;
    }
    return code;
  },
});

function touchOne(call: Call, path: string, modifiedMs: number): void {
  const {files} = call.process;
  const follow = !call.has('h');
  if (!files.stat(path, {follow})) {
    if (call.has('c')) return;
    files.write(path, '');
  }
  files.change(path, {modifiedMs}, {follow});
}

export const truncate = defineApplet({
  names: ['truncate'],
  usage: `[-c] -s SIZE FILE...

Make FILEs SIZE bytes long

	-c	Make none that is not there
	-s SIZE	With a unit: b 512, k 1024, m, g`,
  options: {short: 'cs:'},
  operands: [1],
  async run(call) {
    const text = call.options.value('s');
    if (text === undefined) throw new UsageError('');
    let code = 0;
    for (const path of call.operands) {
      const stat = call.process.files.stat(path);
      if (!stat && call.has('c')) continue;
      const size = sizeAsked(text, stat?.size ?? 0);
      const isDone = await call.trying(
        (reason) => `${path}: open: ${reason}`,
        () => call.process.files.truncate(path, size),
      );
      if (!isDone) code = 1;
    }
    return code;
  },
});

/** `+SIZE` and `-SIZE` go from the size there is. */
function sizeAsked(text: string, size: number): number {
  const sign = /^[+-]/.exec(text)?.[0];
  const number = wholeNumber(sign ? text.slice(1) : text, {...kmg, b: 512});
  return sign === '+' ? size + number : sign === '-' ? Math.max(0, size - number) : number;
}
