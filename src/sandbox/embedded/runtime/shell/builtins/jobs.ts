import {continueInForeground} from '../run/foreground.ts';
import {jobLine} from '../state/job-lines.ts';
import type {Job} from '../state/jobs.ts';
import type {Shell} from '../state/shell.ts';
import {parseOptions} from './arguments.ts';
import {defineBuiltin} from './builtin.ts';

/** The job a text names: `%1`, or the number of its process. Throws ShellFault when there is none. */
export function jobOf(shell: Shell, text: string | undefined): Job {
  if (text === undefined) {
    const {current} = shell.jobs;
    if (!current) throw shell.fault('No current job');
    return current;
  }
  const job = text.startsWith('%') ? shell.jobs.named(text) : shell.jobs.byPid(Number(text));
  if (job === 'ambiguous') throw shell.fault(`${text}: ambiguous`);
  if (!job) throw shell.fault(`${text}: no such job`);
  return job;
}

/** `jobs [-lp] [JOB...]` */
export const jobsBuiltin = defineBuiltin({
  names: ['jobs'],
  async run(shell, {args}) {
    const {options, rest} = parseOptions(shell, args, 'lp');
    const jobs = rest.length > 0 ? rest.map((text) => jobOf(shell, text)) : shell.jobs.list();
    for (const job of jobs) {
      const line = options.has('p') ? String(job.pid) : jobLine(shell.jobs, job, options.has('l'));
      await shell.process.print(`${line}\n`);
      job.told = job.state.kind;
      if (!options.has('p') && job.state.kind === 'ended') shell.jobs.remove(job);
    }
    return 0;
  },
});

/** `fg [JOB]` */
export const fgBuiltin = defineBuiltin({
  names: ['fg'],
  async run(shell, {args: [text]}) {
    const job = controlled(shell, jobOf(shell, text));
    await shell.process.print(`${job.text}\n`);
    goOn(shell, job);
    return continueInForeground(shell, job);
  },
});

/** `bg [JOB...]` */
export const bgBuiltin = defineBuiltin({
  names: ['bg'],
  async run(shell, {args}) {
    for (const text of args.length > 0 ? args : [undefined]) {
      const job = controlled(shell, jobOf(shell, text));
      await shell.process.print(`[${job.number}] ${job.text}\n`);
      job.told = 'running';
      goOn(shell, job);
    }
    return 0;
  },
});

function controlled(shell: Shell, job: Job): Job {
  if (job.group === undefined) throw shell.fault(`job %${job.number} not created under job control`);
  return job;
}

function goOn(shell: Shell, {group}: Job): void {
  if (group !== undefined) shell.process.space.killGroup(group, 'SIGCONT');
}
