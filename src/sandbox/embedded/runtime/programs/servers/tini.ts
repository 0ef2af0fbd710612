import {isSystemError} from '../../../system-error.ts';
import type {Process, Program} from '../../process/process.ts';
import {type SignalName, signalNames} from '../../process/signals.ts';

/** A first process for containers whose command would be none: hands signals on and waits. https://github.com/krallin/tini */
export const tiniProgram: Program = {name: 'tini', memoryBytes: 32 << 10, main: runTini};

const kept: ReadonlySet<SignalName> = new Set([
  'SIGCHLD',
  'SIGKILL',
  'SIGSTOP',
  'SIGSEGV',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSYS',
  'SIGTRAP',
  'SIGABRT',
  'SIGTTIN',
  'SIGTTOU',
]);

async function runTini(process: Process): Promise<number> {
  const args = process.argv.slice(1);
  if (args[0] === '--version') {
    await process.print('tini version 0.19.0\n');
    return 0;
  }
  const start = args.findIndex((arg) => !arg.startsWith('-') || arg === '--');
  const command = start < 0 ? [] : args.slice(args[start] === '--' ? start + 1 : start);
  const [program] = command;
  if (program === undefined) {
    await process.complain('tini (tini version 0.19.0)\nUsage: tini [OPTIONS] PROGRAM -- [ARGS] | --version');
    return 1;
  }
  const isGroup = args.slice(0, Math.max(0, start)).includes('-g');
  try {
    const child = process.spawn({argv: command, group: 'own'});
    for (const name of signalNames)
      if (!kept.has(name))
        process.onSignal(name, () => (isGroup ? process.space.killGroup(child.group, name) : child.kill(name)));
    return (await process.waitFor(child)).code;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await process.complain(`[FATAL tini (${process.pid})] exec ${program} failed: ${error.message}`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
}
