import type {Process} from '../process/process.ts';
import {builtinNamed, builtins} from './builtins/index.ts';
import {callBuiltin} from './run/call-builtin.ts';
import {runScript} from './run/command.ts';
import {runExternal} from './run/external.ts';
import {notRedirected} from './run/redirect.ts';
import {runText} from './run/text.ts';
import {startShell} from './start.ts';
import type {Interpreter, Shell} from './state/shell.ts';

/** What runs commands. */
export const interpreter: Interpreter = {
  run: runScript,
  runText: (shell, text, manner) => runText(shell, text, manner),
  call: callNamed,
  builtins,
  start: (process: Process) => startShell(process, interpreter),
};

function callNamed(
  shell: Shell,
  fields: readonly string[],
  options: Parameters<Interpreter['call']>[2],
): Promise<number> {
  const [name = '', ...args] = fields;
  const {manner, searchPath, redirected} = options;
  const builtin = builtinNamed(name);
  const call = {name, args, manner, isSpecial: false, ...(redirected ? {redirected} : {})};
  if (builtin) return callBuiltin(shell, builtin, call);
  return runExternal(shell, fields, {manner, redirected: notRedirected, searchPath});
}
