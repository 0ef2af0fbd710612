import {signalNumber} from '../../process/signals.ts';
import {codeOf, tellSignal} from '../run/wait.ts';
import type {Job} from '../state/jobs.ts';
import {Interrupted} from '../state/outcome.ts';
import type {Shell} from '../state/shell.ts';
import {parseCount, parseOptions} from './arguments.ts';
import {defineBuiltin} from './builtin.ts';
import {jobOf} from './jobs.ts';

/** `wait [-n] [PID|JOB...]`; `-n` waits for one of them, whichever it is. */
export const waitBuiltin = defineBuiltin({
  names: ['wait'],
  async run(shell, {args}) {
    const {options, rest} = parseOptions(shell, args, 'n');
    const jobs = rest.map((text) => namedJob(shell, text));
    if (options.has('n')) return waitForOne(shell, rest.length > 0 ? jobs : undefined);
    if (rest.length === 0) return waitForAll(shell);
    let code = 0;
    for (const job of jobs) {
      if (!job) {
        code = 127;
        continue;
      }
      const interrupted = await untilEnded(shell, [job]);
      if (interrupted !== undefined) return interrupted;
      code = await taken(shell, job);
    }
    return code;
  },
});

function namedJob(shell: Shell, text: string): Job | undefined {
  return text.startsWith('%') ? jobOf(shell, text) : shell.jobs.byPid(parseCount(shell, text));
}

/** The exit code of a job that has ended, which is not told again. */
async function taken(shell: Shell, job: Job): Promise<number> {
  await tellSignal(shell, job.state);
  job.waited = true;
  return codeOf(job.state);
}

async function waitForOne(shell: Shell, named: readonly (Job | undefined)[] | undefined): Promise<number> {
  const left = (named ?? shell.jobs.list()).filter((job) => job !== undefined).filter(({waited}) => !waited);
  if (left.length === 0) return named ? 127 : 0;
  const hasEnded = ({state}: Job): boolean => state.kind === 'ended';
  const interrupted = await untilSettled(shell, () => left.some(hasEnded));
  const ended = left.findLast(hasEnded);
  return interrupted ?? (ended ? taken(shell, ended) : 0);
}

async function waitForAll(shell: Shell): Promise<number> {
  return (await untilEnded(shell, shell.jobs.list())) ?? 0;
}

/** Resolves with undefined when they have ended, with an exit code when a signal came first that has a trap. */
function untilEnded(shell: Shell, jobs: readonly Job[]): Promise<number | undefined> {
  return untilSettled(shell, () => jobs.every(({state}) => state.kind === 'ended'));
}

async function untilSettled(shell: Shell, isSettled: () => boolean): Promise<number | undefined> {
  for (;;) {
    if (shell.interrupted) {
      shell.interrupted = false;
      throw new Interrupted();
    }
    const {firstPending} = shell.traps;
    if (firstPending && firstPending !== 'SIGCHLD') return 128 + signalNumber(firstPending);
    if (isSettled()) return undefined;
    await shell.process.wait(shell.bell.next());
  }
}
