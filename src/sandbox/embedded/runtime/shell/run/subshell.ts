import type {Process} from '../../process/process.ts';
import type {Shell} from '../state/shell.ts';
import type {Command, Redirect, Subshell} from '../syntax/ast.ts';
import {printCommand} from '../syntax/print.ts';
import {waitInForeground} from './foreground.ts';
import {forkShell, makeRoom} from './fork.ts';
import {RedirectError, redirect} from './redirect.ts';

/** `( commands )` in a process of its own, with redirections that are its own as well. */
export async function runInSubshell(shell: Shell, command: Subshell, redirects: readonly Redirect[]): Promise<number> {
  await makeRoom(shell);
  const child = forkShell(shell, (own) => runBody(own, command, redirects), {...ownGroup(shell)});
  return waitInForeground(shell, [child], jobText(shell, command));
}

async function runBody(shell: Shell, {body}: Subshell, redirects: readonly Redirect[]): Promise<number> {
  try {
    await redirect(shell, redirects);
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    throw shell.fault(error.message);
  }
  return shell.interpreter.run(shell, body, {tested: false, last: true});
}

/** With job control every pipeline is a process group; `leader` is its first process. */
export function ownGroup(shell: Shell, leader?: Process): {readonly group?: number | 'own'} {
  return shell.jobControl ? {group: leader?.group ?? 'own'} : {};
}

/** A command as `jobs` shows it; nothing shows it where there is no job control. */
export function jobText(shell: Shell, command: Command): string {
  return shell.jobControl ? printCommand(command) : '';
}
