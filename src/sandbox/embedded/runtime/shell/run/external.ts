import {isSystemError, type SystemError} from '../../../system-error.ts';
import {findExecutable} from '../../process/executable.ts';
import type {Process} from '../../process/process.ts';
import {Replaced} from '../state/outcome.ts';
import type {Manner, Shell} from '../state/shell.ts';
import {waitInForeground} from './foreground.ts';
import {childFds} from './fork.ts';
import type {Redirected} from './redirect.ts';
import {ownGroup} from './subshell.ts';

/** A program that could not be started: what is said of it, and the exit code that stands for it. */
interface Failure {
  readonly message: string;
  readonly code: number;
}

/** What starting a program needs to know. */
interface Start {
  readonly fields: readonly string[];
  readonly path: string;
  readonly env: ReadonlyMap<string, string>;
  /** It is a script without a first line that says by whom: a shell reads it. */
  readonly isScript: boolean;
}

/** Starts a program and waits for its end; as the last command it takes the place of the shell. */
export async function runExternal(
  shell: Shell,
  fields: readonly string[],
  options: {readonly manner: Manner; readonly redirected: Redirected; readonly searchPath?: string | undefined},
): Promise<number> {
  const start = findProgram(shell, fields, options.searchPath);
  if ('code' in start) {
    await shell.complain(start.message);
    return start.code;
  }
  if (options.manner.last && !shell.traps.hasActions && !shell.jobControl) return replaceProcess(shell, start);
  const child = startProgram(shell, start);
  // The program has its own copies; nothing is to be held open while it runs.
  options.redirected.restore();
  return waitInForeground(shell, [child], shell.jobControl ? fields.join(' ') : '');
}

/** Finds what a command line means, or why it means nothing. */
export function findProgram(shell: Shell, fields: readonly string[], searchPath?: string): Start | Failure {
  const [name = ''] = fields;
  const env = shell.variables.environment();
  try {
    const path = findExecutable(shell.process.files, name, searchPath ?? shell.variables.get('PATH') ?? '');
    if (!name.includes('/')) shell.hashed.set(name, path);
    if (isTooLong(fields, env)) return {message: `${name}: Argument list too long`, code: 126};
    return {fields, path, env, isScript: !isProgram(shell, fields, path)};
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return failureOf(name, error);
  }
}

/** What a new program gets may be no longer, as a whole and each of it: https://man7.org/linux/man-pages/man2/execve.2.html */
const mostBytes = 2 * 1024 * 1024;
const longestWord = 128 * 1024;

function isTooLong(fields: readonly string[], env: ReadonlyMap<string, string>): boolean {
  let size = 0;
  for (const {length} of fields) {
    if (length >= longestWord) return true;
    size += length + 1;
  }
  for (const [name, {length}] of env) {
    if (name.length + length + 1 >= longestWord) return true;
    size += name.length + length + 2;
  }
  return size > mostBytes;
}

function failureOf(name: string, error: SystemError): Failure {
  const isMissing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
  return isMissing ? {message: `${name}: not found`, code: 127} : {message: `${name}: ${error.message}`, code: 126};
}

/** False for a script without a first line that says by whom it is run. Throws what `Process.load` throws. */
function isProgram(shell: Shell, fields: readonly string[], path: string): boolean {
  try {
    shell.process.load(fields, {path});
    return true;
  } catch (error) {
    if (!isSystemError(error, 'ENOEXEC') || !isText(shell, path)) throw error;
    return false;
  }
}

function isText(shell: Shell, path: string): boolean {
  const {node} = shell.process.files.requireStat(path);
  return node.kind === 'file' && !node.read(0, 256).includes(0);
}

function startProgram(shell: Shell, {fields, path, env, isScript}: Start): Process {
  const {process} = shell;
  const fds = childFds(shell);
  const options = {env, fds, ...ownGroup(shell)};
  try {
    if (!isScript) return process.spawn({argv: fields, path, ...options});
    return process.fork((child) => becomeScript(shell, child, {fields, path}), options);
  } catch (error) {
    for (const file of fds.values()) file.release();
    throw isSystemError(error, 'EAGAIN') ? shell.fault(`can't fork: ${error.message}`) : error;
  }
}

function becomeScript(
  {interpreter}: Shell,
  process: Process,
  {fields, path}: {readonly fields: readonly string[]; readonly path: string},
): Promise<number> {
  process.argv = ['sh', path, ...fields.slice(1)];
  return interpreter.start(process);
}

/** Becomes the program. Never returns: throws Replaced with its exit code. */
export async function replaceProcess(shell: Shell, {fields, path, env, isScript}: Start): Promise<never> {
  const {process} = shell;
  for (const fd of shell.savedFds) process.closeFd(fd);
  shell.savedFds.clear();
  shell.traps.letGo();
  try {
    if (!isScript) throw new Replaced(await process.exec(fields, {env, path}));
    process.env = new Map(env);
    throw new Replaced(await becomeScript(shell, process, {fields, path}));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // A program that does not see to its own errors: told as it would be in a process of its own.
    await process.complain(`${fields[0] ?? '?'}: ${error.subject === '' ? '' : `${error.subject}: `}${error.message}`);
    throw new Replaced(1);
  }
}
