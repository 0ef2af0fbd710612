import {concat, decode, encode} from '../../bytes/bytes.ts';
import {SystemError} from '../../system-error.ts';
import type {Files} from '../fs/files.ts';

/** An ELF header as `file` and `head -c4` know it, for a 64-bit little-endian machine. */
const elf = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
const mark = '\nsimulated program: ';

/**
 * The bytes of an executable that stands for a program of ours. They say so themselves, so that a copy of the file, in
 * whatever image or archive, runs as well.
 */
export function executableBytes(program: string): Uint8Array {
  return concat([elf, encode(`${mark}${program}\n`)]);
}

/** The program an executable stands for; undefined when it is none. */
export function programIn(bytes: Uint8Array): string | undefined {
  if (!elf.every((byte, index) => bytes[index] === byte)) return undefined;
  const text = decode(bytes.subarray(elf.length, 256));
  return text.startsWith(mark) ? text.slice(mark.length, text.indexOf('\n', mark.length)) : undefined;
}

/** A program of an image, by the name its executable carries. */
export interface Program<Main> {
  readonly name: string;
  readonly main: Main;
  /** Resident memory once it runs; what it holds beyond that it charges itself. 400 kB when absent. */
  readonly memoryBytes?: number;
}

/** What a path and its arguments come to. */
export interface Loaded<Main> {
  readonly main: Main;
  readonly argv: readonly string[];
  readonly memoryBytes: number;
}

const usualMemory = 400 * 1024;
const mostInterpreters = 4;

/**
 * Finds what executing a file means: a program, or the interpreter its first line names. Throws ENOENT, EACCES, EISDIR
 * and, for what is neither, ENOEXEC.
 */
export function loadExecutable<Main>(
  files: Files,
  programs: ReadonlyMap<string, Program<Main>>,
  path: string,
  argv: readonly string[],
  depth = 0,
): Loaded<Main> {
  const stat = files.requireStat(path);
  if (stat.kind !== 'file' || !files.allows(path, 1)) throw new SystemError('EACCES', path);
  const head = stat.node.kind === 'file' ? stat.node.read(0, 256) : new Uint8Array(0);
  const name = programIn(head);
  if (name !== undefined) {
    const program = programs.get(name);
    if (!program) throw new SystemError('ENOEXEC', path);
    return {main: program.main, argv, memoryBytes: program.memoryBytes ?? usualMemory};
  }
  const line = /^#!\s*(\S+)(?:[ \t]+(.*?))?[ \t]*(?:\n|$)/.exec(decode(head));
  const interpreter = line?.[1];
  if (interpreter === undefined || depth >= mostInterpreters) throw new SystemError('ENOEXEC', path);
  const option = line?.[2] ? [line[2]] : [];
  return loadExecutable(files, programs, interpreter, [interpreter, ...option, path, ...argv.slice(1)], depth + 1);
}

/** What processes have for a search path when nothing sets one; Docker's. */
export const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The path of a command, searched for as execvp does. Throws ENOENT when it is nowhere, EACCES when what was found may
 * not be executed.
 */
export function findExecutable(files: Files, command: string, searchPath: string = usualPath): string {
  if (command.includes('/')) return command;
  let denied = false;
  for (const folder of searchPath.split(':')) {
    const path = `${folder === '' ? '.' : folder}/${command}`;
    if (files.stat(path)?.kind !== 'file') continue;
    if (files.allows(path, 1)) return path;
    denied = true;
  }
  throw new SystemError(denied ? 'EACCES' : 'ENOENT', command);
}
