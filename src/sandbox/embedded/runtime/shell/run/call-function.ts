import type {Call} from '../builtins/builtin.ts';
import type {Shell} from '../state/shell.ts';
import type {Command} from '../syntax/ast.ts';

/** Runs a function's body with parameters and local variables of its own. */
export async function callFunction(shell: Shell, body: Command, {name, args, manner}: Call): Promise<number> {
  const {positional, functionName, cursor} = shell;
  const {index, within} = cursor;
  return shell.deeper(async () => {
    shell.positional = args;
    shell.functionName = name;
    cursor.index = 1;
    cursor.within = 0;
    shell.variables.enter();
    try {
      const code = await shell.interpreter.run(shell, [body], {tested: manner.tested, last: false});
      if (shell.skip?.kind !== 'return') return code;
      const returned = shell.skip.code;
      shell.skip = undefined;
      return returned;
    } finally {
      shell.variables.leave();
      shell.positional = positional;
      shell.functionName = functionName;
      cursor.index = index;
      cursor.within = within;
    }
  });
}
