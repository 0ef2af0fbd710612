import {encode} from '../../../bytes/bytes.ts';
import {isSystemError} from '../../../system-error.ts';
import type {OpenFlags} from '../../fs/open.ts';
import {type Descriptor, OpenFile} from '../../process/descriptor.ts';
import {expandText} from '../expansion/expand.ts';
import type {Shell} from '../state/shell.ts';
import type {FileOperator, Redirect} from '../syntax/ast.ts';
import {bytesDescriptor} from './bytes-descriptor.ts';
import {dropFd, keepFd} from './own-fds.ts';

/** A file that could not be opened, or a descriptor that is none; `message` is what the shell says of it. */
export class RedirectError extends Error {}

/** What was in the place of descriptors, to be put back. */
export interface Redirected {
  restore(): void;
  /** What was there before is gone for good: `exec`. */
  keep(): void;
}

/** For commands without redirections. */
export const notRedirected: Redirected = {restore() {}, keep() {}};

type Plan =
  | {readonly kind: 'open'; readonly fds: readonly number[]; readonly path: string; readonly operator: FileOperator}
  | {readonly kind: 'copy'; readonly fd: number; readonly from: number}
  | {readonly kind: 'close'; readonly fd: number}
  | {readonly kind: 'text'; readonly fd: number; readonly text: string};

/**
 * Puts files in the place of descriptors, one redirection after the other. Throws RedirectError, everything put back
 * that had been done before, and ShellFault where a word cannot be expanded.
 */
export async function redirect(shell: Shell, redirects: readonly Redirect[]): Promise<Redirected> {
  if (redirects.length === 0) return notRedirected;
  const undo = new Undo(shell);
  try {
    for (const one of redirects) perform(shell, await planOf(shell, one), undo);
    return undo;
  } catch (error) {
    undo.restore();
    throw error;
  }
}

async function planOf(shell: Shell, one: Redirect): Promise<Plan> {
  if (one.operator === '<<') return {kind: 'text', fd: one.fd, text: await expandText(shell, one.document.body)};
  const {operator, fd} = one;
  const path = await expandText(shell, one.target);
  if (operator === '&>') return {kind: 'open', fds: [1, 2], path, operator: '>'};
  if (operator !== '<&' && operator !== '>&') return {kind: 'open', fds: [fd], path, operator};
  if (path === '-') return {kind: 'close', fd};
  if (/^\d{1,3}$/.test(path)) return {kind: 'copy', fd, from: Number(path)};
  if (operator === '>&' && fd === 1 && path !== '') return {kind: 'open', fds: [1, 2], path, operator: '>'};
  throw shell.fault('syntax error: bad fd number');
}

function perform(shell: Shell, plan: Plan, undo: Undo): void {
  const {process} = shell;
  switch (plan.kind) {
    case 'text':
      undo.save(plan.fd);
      process.adopt(bytesDescriptor(encode(plan.text)), plan.fd);
      return;
    case 'open': {
      const file = new OpenFile(openPath(shell, plan.path, plan.operator));
      for (const [index, fd] of plan.fds.entries()) {
        undo.save(fd);
        process.adopt(index === 0 ? file : file.share(), fd);
      }
      return;
    }
    case 'copy': {
      const file = shell.savedFds.has(plan.from) ? undefined : process.fds.get(plan.from);
      if (!file) throw new RedirectError(`dup2(${plan.from},${plan.fd}): Bad file descriptor`);
      if (plan.from === plan.fd) return;
      undo.save(plan.fd);
      process.adopt(file.share(), plan.fd);
      return;
    }
    case 'close':
      undo.save(plan.fd);
      process.closeFd(plan.fd);
  }
}

function openPath(shell: Shell, path: string, operator: FileOperator): Descriptor {
  const {files} = shell.process;
  try {
    if (operator === '>' && shell.options.has('C') && files.stat(path)?.kind === 'file')
      throw new RedirectError(`can't create ${path}: File exists`);
    return files.open(path, flagsOf(operator));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const verb = operator === '<' ? 'open' : 'create';
    const missing = operator === '<' ? 'no such file' : 'nonexistent directory';
    throw new RedirectError(`can't ${verb} ${path}: ${error.code === 'ENOENT' ? missing : error.message}`);
  }
}

function flagsOf(operator: FileOperator): OpenFlags {
  switch (operator) {
    case '<':
      return {read: true};
    case '<>':
      return {read: true, write: true, create: true};
    case '>>':
      return {write: true, create: true, append: true};
    default:
      return {write: true, create: true, truncate: true};
  }
}

class Undo implements Redirected {
  readonly #shell: Shell;
  /** By descriptor: where the file is kept that was there, undefined when none was. */
  readonly #saved = new Map<number, number | undefined>();

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  save(fd: number): void {
    if (this.#saved.has(fd)) return;
    const file = this.#shell.process.fds.get(fd);
    this.#saved.set(fd, file && keepFd(this.#shell, file.share()));
  }

  restore(): void {
    const {process} = this.#shell;
    for (const [fd, kept] of this.#saved) {
      const file = kept === undefined ? undefined : process.fds.get(kept);
      if (file) process.adopt(file.share(), fd);
      else process.closeFd(fd);
      if (kept !== undefined) dropFd(this.#shell, kept);
    }
    this.#saved.clear();
  }

  keep(): void {
    for (const kept of this.#saved.values()) if (kept !== undefined) dropFd(this.#shell, kept);
    this.#saved.clear();
  }
}
