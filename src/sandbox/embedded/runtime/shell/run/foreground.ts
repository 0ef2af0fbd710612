import type {Process} from '../../process/process.ts';
import {jobLine} from '../state/job-lines.ts';
import {Job} from '../state/jobs.ts';
import type {Shell} from '../state/shell.ts';
import {codeOf, tellSignal, waitForJob} from './wait.ts';

/** Waits for the processes of a command that was started in the foreground; resolves with its exit code. */
export async function waitInForeground(shell: Shell, processes: readonly Process[], text: string): Promise<number> {
  const {jobControl} = shell;
  const job = new Job({
    number: shell.jobs.nextNumber(),
    processes,
    text,
    group: jobControl ? processes[0]?.group : undefined,
    pipefail: shell.options.has('pipefail'),
  });
  return continueInForeground(shell, job);
}

/** Gives a job the terminal until it ends or is stopped; resolves with its exit code. */
export async function continueInForeground(shell: Shell, job: Job): Promise<number> {
  const modes = shell.jobControl && {...shell.jobControl.terminal.modes};
  job.onForeground(true);
  takeTerminal(shell, job.group);
  const state = await waitForJob(shell, job);
  job.onForeground(false);
  takeTerminal(shell, shell.process.group);
  const {jobControl} = shell;
  // A program that was killed had no chance to leave the terminal as it was.
  const isCut = state.kind === 'stopped' || (state.kind === 'ended' && state.signal !== undefined);
  if (jobControl && modes && isCut) jobControl.terminal.modes = modes;
  if (state.kind === 'stopped') {
    job.told = 'stopped';
    shell.jobs.add(job);
    await shell.process.write(2, `${jobLine(shell.jobs, job)}\n`);
  } else {
    shell.jobs.remove(job);
    await tellSignal(shell, state);
    // ^C means the whole line, a loop around the command as well.
    if (jobControl && state.kind === 'ended' && state.signal === 'SIGINT') shell.process.kill('SIGINT');
  }
  return codeOf(state);
}

/** From here on signals typed at the terminal go to this process group. */
export function takeTerminal(shell: Shell, group: number | undefined): void {
  const {jobControl, process} = shell;
  if (jobControl && group !== undefined)
    jobControl.terminal.foreground = (signal) => process.space.killGroup(group, signal);
}
