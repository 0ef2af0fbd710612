import {isSystemError} from '../../../system-error.ts';
import {findExecutable} from '../../process/executable.ts';
import {quoted} from '../state/quote.ts';
import type {Shell} from '../state/shell.ts';
import {isKeyword} from '../syntax/keywords.ts';

/** What a name stands for as a command: as `type` tells it, and in one word as `command -v` does. */
export interface Described {
  readonly sentence: string;
  readonly word: string;
}

/** Undefined when there is no such command. */
export function describeCommand(shell: Shell, name: string): Described | undefined {
  if (isKeyword(name)) return {sentence: `${name} is a shell keyword`, word: name};
  const alias = shell.aliases.get(name);
  if (alias !== undefined)
    return {sentence: `${name} is an alias for ${alias}`, word: `alias ${name}=${quoted(alias)}`};
  if (shell.functions.has(name)) return {sentence: `${name} is a function`, word: name};
  const builtin = shell.interpreter.builtins.get(name);
  if (builtin) return {sentence: `${name} is a ${builtin.special ? 'special ' : ''}shell builtin`, word: name};
  const path = pathOf(shell, name);
  return path === undefined ? undefined : {sentence: `${name} is ${path}`, word: path};
}

/** Where a program is; undefined when it is nowhere, or may not be run. */
export function pathOf(shell: Shell, name: string): string | undefined {
  const {files} = shell.process;
  try {
    const path = findExecutable(files, name, shell.variables.get('PATH') ?? '');
    return files.stat(path) && files.allows(path, 1) ? path : undefined;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}
