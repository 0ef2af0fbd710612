import {absolutePath, parentPath} from '../../fs/path.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {type ModeChange, parseMode} from '../files/modes.ts';

export const mkdir = defineApplet({
  names: ['mkdir'],
  usage: `[-m MODE] [-p] DIRECTORY...

Make DIRECTORYs

	-m MODE	Their mode
	-p	Parents as well, and do not mind what is there`,
  options: {short: 'm:pv', long: {mode: 'm', parents: 'p', verbose: 'v'}},
  operands: [1],
  async run(call) {
    const text = call.options.value('m');
    const change = text === undefined ? undefined : parseMode(text, call.process.umask);
    if (text !== undefined && !change) throw new Failure(`invalid mode '${text}'`);
    let code = 0;
    for (const path of call.operands) if (!(await make(call, path, change))) code = 1;
    return code;
  },
});

async function make(call: Call, path: string, change: ModeChange | undefined): Promise<boolean> {
  const {files} = call.process;
  const parts = call.has('p') ? missingParents(call, path) : [path];
  for (const part of parts) {
    const isMade = await call.trying(
      (reason) =>
        `can't create directory '${part}': ${part.endsWith('/') ? reason.replace('File exists', 'Not a directory') : reason}`,
      () => files.makeDirectory(part),
    );
    if (!isMade) return false;
    if (call.has('v')) await call.print(`created directory: '${part}'\n`);
  }
  if (change && (parts.length > 0 || !call.has('p'))) files.change(path, {mode: change(0o777, true)});
  return true;
}

/** The folders to make, the outermost first. */
function missingParents(call: Call, path: string): readonly string[] {
  const {files} = call.process;
  const missing: string[] = [];
  for (let at = path.replace(/\/+$/, '') || '/'; ; at = parentPath(at)) {
    const stat = files.stat(at);
    // A file in the way is found out by making the next one.
    if (stat?.kind === 'directory' || at === '.' || at === '/') return missing;
    missing.unshift(missing.length === 0 ? at : `${at}/`);
    if (stat) return missing;
  }
}

export const rmdir = defineApplet({
  names: ['rmdir'],
  usage: `[-p] DIRECTORY...

Remove DIRECTORYs that are empty

	-p	Their parents as well`,
  options: {short: 'p', long: {parents: 'p', 'ignore-fail-on-non-empty': ''}},
  operands: [1],
  async run(call) {
    const {files, folder} = call.process;
    let code = 0;
    for (const path of call.operands) {
      for (let at = path; ; at = parentPath(at)) {
        const isGone = await call.trying(
          (reason) => `'${at}': ${reason}`,
          () => files.removeDirectory(at),
        );
        if (!isGone && !call.has('ignore-fail-on-non-empty')) code = 1;
        const parent = parentPath(at);
        if (!isGone || !call.has('p') || parent === '.' || absolutePath(parent, folder) === '/') break;
      }
    }
    return code;
  },
});

export const mktemp = defineApplet({
  names: ['mktemp'],
  usage: `[-dt] [-p DIR] [TEMPLATE]

Make a file with a name nobody has, and print it

	-d	Make a directory
	-q	Say nothing when it fails
	-t	Put DIR, or $TMPDIR, or /tmp, before TEMPLATE
	-p DIR	The same with DIR
	-u	Only print a name`,
  options: {short: 'dqtp:u'},
  operands: [0, 1],
  async run(call) {
    const {process} = call;
    const template = call.operands[0] ?? 'tmp.XXXXXX';
    const folder = call.options.value('p') ?? process.env.get('TMPDIR') ?? '/tmp';
    const isIn = call.has('t', 'p') || call.operands.length === 0;
    const full = isIn ? `${folder}/${template}` : template;
    const letters = /X+$/.exec(full)?.[0].length ?? 0;
    if (letters < 6) throw new Failure(call.has('q') ? '' : ': Invalid argument');
    for (let tries = 0; tries < 100; tries += 1) {
      const path = full.slice(0, -letters) + randomName(call, letters);
      if (process.files.stat(path, {follow: false})) continue;
      if (!call.has('u')) {
        const isMade = await call.trying(
          (reason) => `: ${reason}`,
          () => makePrivate(call, path),
        );
        if (!isMade) return 1;
      }
      await call.print(`${path}\n`);
      return 0;
    }
    throw new Failure(': File exists');
  },
});

function makePrivate(call: Call, path: string): void {
  const {files} = call.process;
  if (call.has('d')) files.makeDirectory(path, 0o700);
  else {
    files.open(path, {write: true, create: true, exclusive: true, mode: 0o600}).close();
  }
}

function randomName(call: Call, length: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const bytes = call.process.space.kernel.outside.random(length);
  return [...bytes].map((byte) => letters[byte % letters.length] ?? 'a').join('');
}
