import {signalNumber} from '../../process/signals.ts';
import {codeOf, tellSignal} from '../run/wait.ts';
import type {Job} from '../state/jobs.ts';
import {Interrupted} from '../state/outcome.ts';
import type {Shell} from '../state/shell.ts';
import {parseCount} from './arguments.ts';
import {defineBuiltin} from './builtin.ts';
import {jobOf} from './jobs.ts';

/** `wait [PID|JOB...]` */
export const waitBuiltin = defineBuiltin({
  names: ['wait'],
  async run(shell, {args}) {
    if (args.length === 0) return waitForAll(shell);
    let code = 0;
    for (const text of args) {
      const job = text.startsWith('%') ? jobOf(shell, text) : shell.jobs.byPid(parseCount(shell, text));
      if (!job) {
        code = 127;
        continue;
      }
      const interrupted = await untilEnded(shell, [job]);
      if (interrupted !== undefined) return interrupted;
      await tellSignal(shell, job.state);
      job.waited = true;
      code = codeOf(job.state);
    }
    return code;
  },
});

async function waitForAll(shell: Shell): Promise<number> {
  return (await untilEnded(shell, shell.jobs.list())) ?? 0;
}

/** Resolves with undefined when they have ended, with an exit code when a signal came first that has a trap. */
async function untilEnded(shell: Shell, jobs: readonly Job[]): Promise<number | undefined> {
  for (;;) {
    if (shell.interrupted) {
      shell.interrupted = false;
      throw new Interrupted();
    }
    const {firstPending} = shell.traps;
    if (firstPending && firstPending !== 'SIGCHLD') return 128 + signalNumber(firstPending);
    if (jobs.every(({state}) => state.kind === 'ended')) return undefined;
    await shell.process.wait(shell.bell.next());
  }
}
