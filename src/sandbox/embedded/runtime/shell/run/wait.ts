import type {Process} from '../../process/process.ts';
import type {Job, JobState} from '../state/jobs.ts';
import type {Shell} from '../state/shell.ts';
import {signalText} from '../state/signal-texts.ts';

/** Waits until a child has ended, and gives its exit code. Signals that come meanwhile wait for their trap. */
export async function waitForChild(shell: Shell, child: Process): Promise<number> {
  return (await shell.process.waitFor(child)).code;
}

/** Waits until a job runs no more: it has ended, or was stopped in a shell that can make it go on. */
export async function waitForJob(shell: Shell, job: Job): Promise<JobState> {
  for (;;) {
    const {state} = job;
    if (state.kind === 'ended' || (state.kind === 'stopped' && shell.jobControl)) {
      for (const process of job.processes) shell.process.reap(process);
      return state;
    }
    await shell.process.wait(shell.bell.next());
  }
}

/** Tells how a command in the foreground was ended, where it did not end by itself. */
export async function tellSignal(shell: Shell, state: JobState): Promise<void> {
  if (state.kind !== 'ended' || state.signal === undefined) return;
  if (state.signal === 'SIGPIPE' || state.signal === 'SIGINT') return;
  await shell.process.complain(signalText(state.signal));
}

/** The exit code a state stands for. */
export function codeOf(state: JobState): number {
  switch (state.kind) {
    case 'ended':
      return state.code;
    case 'stopped':
      return 128 + 20;
    case 'running':
      return 0;
  }
}
