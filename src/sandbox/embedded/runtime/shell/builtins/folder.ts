import {isSystemError, SystemError} from '../../../system-error.ts';
import {absolutePath} from '../../fs/path.ts';
import type {Shell} from '../state/shell.ts';
import {parseOptions} from './arguments.ts';
import {defineBuiltin} from './builtin.ts';

/** `cd [-LP] [FOLDER]`; `-` is where the shell was before. */
export const cdBuiltin = defineBuiltin({
  names: ['cd', 'chdir'],
  async run(shell, {args}) {
    const {options, rest} = parseOptions(shell, args, 'LP');
    const target = rest[0] ?? shell.variables.get('HOME') ?? '';
    const goal = target === '-' ? (shell.variables.get('OLDPWD') ?? '') : target;
    if (goal === '') return 0;
    const {path, isFound} = target === '-' ? {path: goal, isFound: true} : alongCdPath(shell, goal);
    const physical = enter(shell, path, goal);
    const shown = options.has('P') ? physical : absolutePath(path, shell.folder);
    shell.process.folder = physical;
    shell.set('OLDPWD', shell.folder, {exported: true});
    shell.folder = shown;
    shell.set('PWD', shown, {exported: true});
    if (isFound) await shell.process.print(`${shown}\n`);
    return 0;
  },
});

/** `pwd [-LP]` */
export const pwdBuiltin = defineBuiltin({
  names: ['pwd'],
  async run(shell, {args}) {
    const {options} = parseOptions(shell, args, 'LP');
    await shell.process.print(`${options.has('P') ? shell.process.folder : shell.folder}\n`);
    return 0;
  },
});

/** A relative path is looked for in the folders of CDPATH; where it was found there is told. */
function alongCdPath(shell: Shell, goal: string): {readonly path: string; readonly isFound: boolean} {
  const folders = shell.variables.get('CDPATH') ?? '';
  if (folders === '' || /^\.{0,2}(\/|$)/.test(goal)) return {path: goal, isFound: false};
  for (const folder of folders.split(':')) {
    const path = folder === '' ? goal : absolutePath(`${folder}/${goal}`, shell.folder);
    if (isFolder(shell, path)) return {path, isFound: folder !== ''};
  }
  return {path: goal, isFound: false};
}

function isFolder(shell: Shell, path: string): boolean {
  try {
    return shell.process.files.stat(path)?.kind === 'directory';
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** The path of a directory without links in it. Throws ShellFault when nobody can go there. */
function enter(shell: Shell, path: string, goal: string): string {
  const {files} = shell.process;
  try {
    const stat = files.requireStat(absolutePath(path, shell.folder));
    if (stat.kind !== 'directory') throw new SystemError('ENOTDIR');
    if (!files.allows(stat.path, 1)) throw new SystemError('EACCES');
    return stat.path;
  } catch (error) {
    throw isSystemError(error) ? shell.fault(`can't cd to ${goal}: ${error.message}`) : error;
  }
}
