import {ExitShell} from '../state/outcome.ts';
import type {Manner, Shell} from '../state/shell.ts';
import type {AndOr, Command, Script} from '../syntax/ast.ts';
import {runBackground} from './background.ts';
import {runCase, runFor, runIf, runLoop} from './compound.ts';
import {attend, runTrap} from './news.ts';
import {runPipeline} from './pipeline.ts';
import {RedirectError, redirect} from './redirect.ts';
import {runSimple} from './simple.ts';
import {runInSubshell} from './subshell.ts';

/** Runs commands one after the other; resolves with the exit code of the last. */
export async function runScript(shell: Shell, script: Script, manner: Manner): Promise<number> {
  let code = 0;
  for (const [index, command] of script.entries()) {
    code = await runCommand(shell, command, {...manner, last: manner.last && index === script.length - 1});
    if (shell.skip) break;
  }
  return code;
}

async function runCommand(shell: Shell, command: Command, manner: Manner): Promise<number> {
  await shell.process.breathe();
  await attend(shell);
  if (shell.options.has('n') && !shell.isInteractive) return 0;
  const code = await dispatch(shell, command, manner);
  shell.status = code;
  await attend(shell);
  if (code !== 0 && !manner.tested && failsByItself(command)) await fail(shell, code);
  return code;
}

/** Other commands fail because one in them did, which has been seen to already. */
function failsByItself(command: Command): boolean {
  if (command.kind === 'pipeline') return !command.negated;
  return command.kind === 'simple' || command.kind === 'subshell' || command.kind === 'redirected';
}

async function fail(shell: Shell, code: number): Promise<void> {
  const action = shell.traps.get('ERR');
  // A function's own failures are told of where it was called.
  if (action && (shell.functionName === '' || shell.options.has('E'))) {
    shell.traps.set('ERR', undefined);
    await runTrap(shell, action);
    shell.traps.set('ERR', action);
  }
  if (shell.options.has('e')) throw new ExitShell(code);
}

function dispatch(shell: Shell, command: Command, manner: Manner): Promise<number> {
  switch (command.kind) {
    case 'simple':
      return runSimple(shell, command, manner);
    case 'pipeline':
      return runPipeline(shell, command, manner);
    case 'and-or':
      return runAndOr(shell, command, manner);
    case 'background':
      return runBackground(shell, command);
    case 'group':
      return runScript(shell, command.body, manner);
    case 'subshell':
      return runInSubshell(shell, command, []);
    case 'if':
      return runIf(shell, command, manner);
    case 'loop':
      return runLoop(shell, command, manner);
    case 'for':
      return runFor(shell, command, manner);
    case 'case':
      return runCase(shell, command, manner);
    case 'function':
      shell.functions.set(command.name, command.body);
      return Promise.resolve(0);
    case 'redirected':
      return runRedirected(shell, command, manner);
  }
}

async function runAndOr(shell: Shell, {first, rest}: AndOr, manner: Manner): Promise<number> {
  const tested: Manner = {tested: true, last: false};
  let code = await runCommand(shell, first, tested);
  for (const [index, {operator, command}] of rest.entries()) {
    if (shell.skip) break;
    if ((code === 0) !== (operator === '&&')) continue;
    code = await runCommand(shell, command, index === rest.length - 1 ? manner : tested);
  }
  return code;
}

async function runRedirected(
  shell: Shell,
  {line, command, redirects}: Extract<Command, {kind: 'redirected'}>,
  manner: Manner,
): Promise<number> {
  shell.line = line;
  if (command.kind === 'subshell') return runInSubshell(shell, command, redirects);
  try {
    const redirected = await redirect(shell, redirects);
    try {
      return await dispatch(shell, command, {...manner, last: false});
    } finally {
      redirected.restore();
    }
  } catch (error) {
    if (!(error instanceof RedirectError)) throw error;
    await shell.complain(error.message);
    return 1;
  }
}
