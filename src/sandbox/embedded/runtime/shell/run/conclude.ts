import {ExitShell, Interrupted, Replaced, ShellFault} from '../state/outcome.ts';
import {plainly, type Shell} from '../state/shell.ts';

/** Runs a shell process to its end: what it was started for, then its EXIT trap. Resolves with its exit code. */
export async function conclude(shell: Shell, work: () => Promise<number>): Promise<number> {
  try {
    shell.status = await ending(shell, work);
    const trap = shell.traps.get('EXIT');
    shell.traps.set('EXIT', undefined);
    if (!trap) return shell.status;
    shell.skip = undefined;
    const code = shell.status;
    const ended = await ending(shell, async () => {
      await shell.interpreter.runText(shell, trap, plainly);
      return code;
    });
    return ended;
  } catch (error) {
    if (error instanceof Replaced) return error.code;
    throw error;
  }
}

/** The code something ends with, the shell's own ways of ending included. */
async function ending(shell: Shell, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ExitShell) return error.code;
    if (error instanceof Interrupted) return 130;
    if (!(error instanceof ShellFault)) throw error;
    if (error.message !== '') await shell.process.complain(error.message);
    return error.code;
  }
}
