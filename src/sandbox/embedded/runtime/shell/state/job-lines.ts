import type {Job, JobState, Jobs} from './jobs.ts';
import {signalText} from './signal-texts.ts';

/** A job as `jobs` lists it; with `-l` the numbers of its processes too. */
export function jobLine(jobs: Jobs, job: Job, withPids = false): string {
  const mark = job === jobs.current ? '+' : job === jobs.previous ? '-' : ' ';
  const head = `[${job.number}]${mark}  `;
  const pid = withPids ? `${job.pid} ` : '';
  const left = `${head}${pid}${stateText(job.state)}`;
  return `${left.padEnd(33)}${job.text}`;
}

function stateText(state: JobState): string {
  switch (state.kind) {
    case 'running':
      return 'Running';
    case 'stopped':
      return 'Stopped';
    case 'ended':
      if (state.signal !== undefined) return signalText(state.signal);
      return state.code === 0 ? 'Done' : `Done(${state.code})`;
  }
}
