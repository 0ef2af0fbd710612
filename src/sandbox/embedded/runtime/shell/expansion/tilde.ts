import {isSystemError} from '../../../system-error.ts';
import type {Shell} from '../state/shell.ts';

/** The home directory `~` or `~name` stands for; undefined when it is unknown: the tilde is a character then. */
export function homeOf(shell: Shell, name: string): string | undefined {
  return name === '' ? shell.variables.get('HOME') : homeInPasswd(shell, name);
}

function homeInPasswd(shell: Shell, name: string): string | undefined {
  try {
    const line = shell.process.files
      .readText('/etc/passwd')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    return line?.split(':')[5];
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}
