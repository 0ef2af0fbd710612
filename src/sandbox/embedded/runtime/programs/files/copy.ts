import {isSystemError} from '../../../system-error.ts';
import type {Stat} from '../../fs/files.ts';
import type {FileSystemNode} from '../../fs/nodes.ts';
import type {Call} from '../call.ts';
import {deepestTree, namesIn, under} from './walk.ts';

export interface CopyRules {
  readonly recursive: boolean;
  /** Symbolic links are copied as what they point to. */
  readonly follow: boolean;
  /** Those named on the command line are, whatever else holds. */
  readonly followFirst: boolean;
  /** Owner, mode and times stay. */
  readonly preserve: boolean;
  readonly interactive: boolean;
  readonly keepExisting: boolean;
  readonly onlyNewer: boolean;
  readonly link: 'hard' | 'symbolic' | undefined;
  readonly verbose: boolean;
}

/** Copies one file or tree; false when something went wrong, which was complained about. */
export class Copying {
  readonly #call: Call;
  readonly #rules: CopyRules;
  /** Folders this very copy made: copying one into itself must end. */
  readonly #made = new Set<FileSystemNode>();

  constructor(call: Call, rules: CopyRules) {
    this.#call = call;
    this.#rules = rules;
  }

  async copy(from: string, to: string, depth = 0): Promise<boolean> {
    await this.#call.process.breathe();
    const {files} = this.#call.process;
    const follow = this.#rules.follow || (depth === 0 && this.#rules.followFirst);
    const source = await this.#stat(from, follow);
    if (!source) return this.#rules.link === 'symbolic' ? this.#makeLink(from, to) : false;
    const target = await this.#stat(to, false, true);
    if (target === 'failed') return false;
    if (target?.node === source.node) return this.#fail(`'${from}' and '${to}' are the same file`);
    if (target && this.#rules.keepExisting) return true;
    if (source.kind === 'directory') return this.#directory(from, to, {source, target, depth});
    if (target && this.#rules.onlyNewer && source.modifiedMs <= target.modifiedMs) return true;
    if (this.#rules.link) return this.#makeLink(from, to);
    const isCopied = await (source.kind === 'symlink'
      ? this.#symlink(source, to, target)
      : this.#content(from, to, {source, target}));
    if (isCopied && this.#rules.verbose) await this.#call.print(`'${from}' -> '${to}'\n`);
    if (isCopied && this.#rules.preserve && source.kind !== 'symlink')
      await this.#preserve(files.stat(to) ? to : from, source);
    return isCopied;
  }

  async #fail(message: string): Promise<false> {
    await this.#call.complain(message);
    return false;
  }

  #stat(path: string, follow: boolean): Promise<Stat | undefined>;
  #stat(path: string, follow: boolean, mayBeMissing: true): Promise<Stat | undefined | 'failed'>;
  async #stat(path: string, follow: boolean, mayBeMissing = false): Promise<Stat | undefined | 'failed'> {
    try {
      return this.#call.process.files.requireStat(path, {follow});
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (mayBeMissing && error.code === 'ENOENT') return undefined;
      await this.#call.complain(`can't stat '${path}': ${error.message}`);
      return mayBeMissing ? 'failed' : undefined;
    }
  }

  async #directory(
    from: string,
    to: string,
    {source, target, depth}: {readonly source: Stat; readonly target: Stat | undefined; readonly depth: number},
  ): Promise<boolean> {
    const {files} = this.#call.process;
    if (!this.#rules.recursive) return this.#fail(`omitting directory '${from}'`);
    if (this.#made.has(source.node) || depth > deepestTree)
      return this.#fail(`recursion detected, omitting directory '${from}'`);
    if (target && target.kind !== 'directory') return this.#fail(`target '${to}' is not a directory`);
    if (!target) {
      const isMade = await this.#call.trying(
        (reason) => `can't create directory '${to}': ${reason}`,
        () => files.makeDirectory(to, source.mode | 0o700),
      );
      if (!isMade) return false;
    }
    const made = files.stat(to);
    if (made) this.#made.add(made.node);
    let isCopied = true;
    for (const name of await namesIn(this.#call, from))
      if (!(await this.copy(under(from, name), under(to, name), depth + 1))) isCopied = false;
    if (this.#rules.preserve) await this.#preserve(to, source);
    if (this.#rules.verbose) await this.#call.print(`'${from}' -> '${to}'\n`);
    return isCopied;
  }

  async #content(
    from: string,
    to: string,
    {source, target}: {readonly source: Stat; readonly target: Stat | undefined},
  ): Promise<boolean> {
    const {process} = this.#call;
    const input = await this.#call.openOrComplain(from, {raw: true});
    if (!input) return false;
    try {
      if (target && !(await this.#unlink(to))) return !this.#didRefuse;
      const mode = source.kind === 'file' ? source.mode : 0o666;
      const isCopied = await this.#call.trying(
        (reason) => `can't create '${to}': ${reason}`,
        async () => {
          const fd = process.adopt(process.files.open(to, {write: true, create: true, truncate: true, mode}));
          try {
            for (let piece = await input.piece(); piece !== null; piece = await input.piece())
              await process.write(fd, piece);
          } finally {
            process.closeFd(fd);
          }
        },
      );
      return isCopied;
    } finally {
      input.close();
    }
  }

  #didRefuse = false;

  /** Makes room for a copy; false when there is none, or when nobody wants it. */
  async #unlink(path: string): Promise<boolean> {
    this.#didRefuse = false;
    if (this.#rules.interactive && !(await confirmed(this.#call, `overwrite '${path}'? `))) return false;
    const isGone = await this.#call.trying(
      (reason) => `can't create '${path}': ${reason === 'Is a directory' ? 'File exists' : reason}`,
      () => this.#call.process.files.unlink(path),
    );
    this.#didRefuse = !isGone;
    return isGone;
  }

  async #symlink(source: Stat, to: string, target: Stat | undefined): Promise<boolean> {
    if (target && !(await this.#unlink(to))) return !this.#didRefuse;
    return this.#call.trying(
      (reason) => `can't create symlink '${to}' to '${source.target}': ${reason}`,
      () => this.#call.process.files.makeSymlink(to, source.target),
    );
  }

  async #makeLink(from: string, to: string): Promise<boolean> {
    const {files} = this.#call.process;
    if (files.stat(to, {follow: false}) && !(await this.#unlink(to))) return !this.#didRefuse;
    return this.#call.trying(
      (reason) => `can't create link '${to}': ${reason}`,
      () => (this.#rules.link === 'symbolic' ? files.makeSymlink(to, from) : files.link(from, to)),
    );
  }

  async #preserve(path: string, {mode, uid, gid, modifiedMs}: Stat): Promise<void> {
    const {process} = this.#call;
    const change = {mode, modifiedMs, ...(process.user.uid === 0 ? {uid, gid} : {})};
    await this.#call.trying(
      (reason) => `can't preserve permissions of '${path}': ${reason}`,
      () => process.files.change(path, change),
    );
  }
}

/** Asks on standard error; only an answer that begins with y is a yes. */
export async function confirmed(call: Call, question: string): Promise<boolean> {
  await call.out.flush();
  if (call.process.fds.has(2)) await call.process.write(2, `${call.name}: ${question}`);
  let answer = '';
  for (;;) {
    const piece = await call.process.read(0, 1);
    if (piece === null || piece[0] === 0x0a) return /^\s*y/i.test(answer);
    answer += String.fromCharCode(piece[0] ?? 0);
  }
}

/** The place of a file in a folder that is a copy's target. */
export function inFolder(folder: string, path: string): string {
  const name = path.replace(/\/+$/, '');
  return under(folder, name.slice(name.lastIndexOf('/') + 1));
}
