import {Interrupted} from '../state/outcome.ts';
import {plainly, type Shell} from '../state/shell.ts';

/** Does what signals have asked for meanwhile: runs their traps, or gives up the line after ^C. Throws Interrupted. */
export async function attend(shell: Shell): Promise<void> {
  if (shell.interrupted) {
    shell.interrupted = false;
    throw new Interrupted();
  }
  for (let signal = shell.traps.takePending(); signal; signal = shell.traps.takePending()) {
    const action = shell.traps.get(signal);
    if (action) await runTrap(shell, action);
  }
}

/** Runs the commands of a trap; what was going on goes on as if nothing had been. */
export async function runTrap(shell: Shell, action: string): Promise<void> {
  const {status, skip} = shell;
  shell.skip = undefined;
  await shell.deeper(() => shell.interpreter.runText(shell, action, plainly));
  // A trap that returns says with what.
  if (!shell.skip) shell.status = status;
  shell.skip ??= skip;
}
