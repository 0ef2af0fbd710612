import {isSystemError} from '../../../system-error.ts';
import {isName} from './name.ts';
import type {Shell} from './shell.ts';

/** Takes over what the process was given, and sets what a shell always has. */
export function importEnvironment(shell: Shell): void {
  const {process, variables} = shell;
  for (const [name, value] of process.env) if (isName(name)) variables.set(name, value, {exported: true});
  const level = Number.parseInt(variables.get('SHLVL') ?? '0', 10);
  variables.set('SHLVL', String((Number.isNaN(level) ? 0 : level) + 1), {exported: true});
  shell.folder = pathOfFolder(shell);
  variables.set('PWD', shell.folder, {exported: true});
  variables.set('IFS', ' \t\n');
  variables.set('OPTIND', '1');
  variables.set('PPID', String(process.parent?.pid ?? 0));
  setUnlessThere(shell, 'PATH', '/sbin:/usr/sbin:/bin:/usr/bin');
  setUnlessThere(shell, 'HOSTNAME', process.space.hostname);
  setUnlessThere(shell, 'PS1', '\\w \\$ ');
  setUnlessThere(shell, 'PS2', '> ');
  setUnlessThere(shell, 'PS4', '+ ');
}

function setUnlessThere({variables}: Shell, name: string, value: string): void {
  if (variables.get(name) === undefined) variables.set(name, value);
}

/** The path that was said, when it leads where the process is. */
function pathOfFolder({process, variables}: Shell): string {
  const said = variables.get('PWD');
  if (!said?.startsWith('/')) return process.folder;
  try {
    return process.files.stat(said)?.path === process.folder ? said : process.folder;
  } catch (error) {
    if (isSystemError(error)) return process.folder;
    throw error;
  }
}
