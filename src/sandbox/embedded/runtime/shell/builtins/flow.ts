import {ExitShell} from '../state/outcome.ts';
import type {Shell} from '../state/shell.ts';
import {parseCount} from './arguments.ts';
import {type Call, defineBuiltin} from './builtin.ts';

/** `:` does nothing, and well. */
export const colon = defineBuiltin({names: [':'], special: true, run: () => 0});

/** `true` */
export const trueBuiltin = defineBuiltin({names: ['true'], run: () => 0});

/** `false` */
export const falseBuiltin = defineBuiltin({names: ['false'], run: () => 1});

/** `break [LEVELS]` */
export const breakBuiltin = defineBuiltin({
  names: ['break'],
  special: true,
  run: (shell, call) => leave(shell, call, 'break'),
});

/** `continue [LEVELS]` */
export const continueBuiltin = defineBuiltin({
  names: ['continue'],
  special: true,
  run: (shell, call) => leave(shell, call, 'continue'),
});

function leave(shell: Shell, {args: [text]}: Call, kind: 'break' | 'continue'): number {
  const levels = text === undefined ? 1 : parseCount(shell, text);
  if (levels === 0) throw shell.fault(`Illegal number: ${text}`);
  if (shell.loops > 0) shell.skip = {kind, levels: Math.min(levels, shell.loops)};
  return 0;
}

/** `return [CODE]`: leaves a function or a sourced file. */
export const returnBuiltin = defineBuiltin({
  names: ['return'],
  special: true,
  run(shell, {args: [text]}) {
    const code = text === undefined ? shell.status : parseCount(shell, text);
    shell.skip = {kind: 'return', code};
    return code;
  },
});

/** `exit [CODE]` */
export const exitBuiltin = defineBuiltin({
  names: ['exit'],
  special: true,
  async run(shell, {args: [text]}) {
    const code = text === undefined ? shell.status : parseCount(shell, text) & 255;
    if (shell.isInteractive && (await warnOfStoppedJobs(shell))) return 0;
    throw new ExitShell(code);
  },
});

/** Once: who exits again means it. */
async function warnOfStoppedJobs(shell: Shell): Promise<boolean> {
  const hasStopped = shell.jobs.list().some(({state}) => state.kind === 'stopped');
  if (!hasStopped || shell.warnedOfJobs) return false;
  shell.warnedOfJobs = true;
  await shell.process.complain('You have stopped jobs.');
  return true;
}
