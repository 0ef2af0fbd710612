import {isSystemError} from '../../../system-error.ts';
import type {Builtin, Call} from '../builtins/builtin.ts';
import {ShellFault} from '../state/outcome.ts';
import type {Shell} from '../state/shell.ts';

/** Runs a builtin. Mistakes in a special one end the script; `command` takes that from it. */
export async function callBuiltin(
  shell: Shell,
  builtin: Builtin,
  call: Call & {readonly isSpecial?: boolean},
): Promise<number> {
  const {isSpecial = builtin.special ?? false} = call;
  const before = shell.commandName;
  shell.commandName = call.name;
  try {
    return await builtin.run(shell, {...call, caller: before});
  } catch (error) {
    if (isSystemError(error)) {
      await shell.process.complain(`${shell.appletName}: write error: ${error.message}`);
      return 1;
    }
    if (isSpecial || !(error instanceof ShellFault)) throw error;
    if (error.message !== '') await shell.process.complain(error.message);
    return error.code;
  } finally {
    shell.commandName = before;
  }
}
