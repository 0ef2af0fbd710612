import type {Process} from '../../process/process.ts';
import type {SignalName} from '../../process/signals.ts';

/** How a job is doing. `code` is the exit code of the pipeline. */
export type JobState =
  | {readonly kind: 'running'}
  | {readonly kind: 'stopped'}
  | {readonly kind: 'ended'; readonly code: number; readonly signal: SignalName | undefined};

/** The processes of one pipeline, in the foreground or the background. */
export class Job {
  readonly number: number;
  readonly processes: readonly Process[];
  /** The command as it is shown; '' in a shell without job control. */
  readonly text: string;
  /** Its process group; undefined when it is the shell's. */
  readonly group: number | undefined;
  /** The state that was shown last: a change is told once. */
  told: JobState['kind'] = 'running';
  /** Somebody has waited for it: its number may be given again. */
  waited = false;
  /** The pipe fails when any of it does. */
  readonly pipefail: boolean;
  /** Called when it comes to the foreground, where it may read from the terminal. */
  readonly onForeground: (isForeground: boolean) => void;

  constructor(options: {
    readonly number: number;
    readonly processes: readonly Process[];
    readonly text: string;
    readonly group: number | undefined;
    readonly pipefail: boolean;
    readonly onForeground?: (isForeground: boolean) => void;
  }) {
    this.number = options.number;
    this.processes = options.processes;
    this.text = options.text;
    this.group = options.group;
    this.pipefail = options.pipefail;
    this.onForeground = options.onForeground ?? (() => {});
  }

  get state(): JobState {
    if (this.processes.some(({state}) => state === 'running')) return {kind: 'running'};
    if (this.processes.some(({state}) => state === 'stopped')) return {kind: 'stopped'};
    const last = this.processes.at(-1)?.status;
    const failed = this.pipefail ? this.processes.findLast(({status}) => status?.code !== 0)?.status : undefined;
    const status = failed ?? last;
    return {kind: 'ended', code: status?.code ?? 0, signal: status?.signal};
  }

  /** The number `$!` and `jobs -p` show. */
  get pid(): number {
    return this.processes.at(-1)?.pid ?? 0;
  }
}

function isDone({waited, state}: Job): boolean {
  return waited && state.kind === 'ended';
}

/** How many jobs that have ended are remembered for a `wait` that may come; POSIX asks for as many as CHILD_MAX, 25. */
const mostEnded = 200;

/** The background and stopped jobs of a shell. */
export class Jobs {
  #jobs: Job[] = [];

  /** The current one first: stopped ones before others, the newest first. */
  list(): readonly Job[] {
    const rank = ({state}: Job): number => (state.kind === 'stopped' ? 0 : 1);
    return [...this.#jobs].reverse().sort((one, other) => rank(one) - rank(other));
  }

  nextNumber(): number {
    return this.#jobs.filter((job) => !isDone(job)).reduce((most, {number}) => Math.max(most, number), 0) + 1;
  }

  /** Adds a job, or makes one that is there the current one. */
  add(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job && !isDone(other));
    this.#jobs.push(job);
    const ended = this.#jobs.filter(({state}) => state.kind === 'ended');
    for (const old of ended.slice(0, Math.max(0, ended.length - mostEnded))) this.remove(old);
  }

  remove(job: Job): void {
    this.#jobs = this.#jobs.filter((other) => other !== job);
  }

  /** The one `fg` takes without a name. */
  get current(): Job | undefined {
    return this.list()[0];
  }

  get previous(): Job | undefined {
    return this.list()[1];
  }

  byPid(pid: number): Job | undefined {
    return this.#jobs.findLast(({processes}) => processes.at(-1)?.pid === pid);
  }

  /** `%1`, `%%`, `%+`, `%-`, `%text`, `%?text`; 'ambiguous' when it fits several. */
  named(text: string): Job | 'ambiguous' | undefined {
    const name = text.slice(1);
    if (name === '' || name === '%' || name === '+') return this.current;
    if (name === '-') return this.previous;
    if (/^\d+$/.test(name)) return this.#jobs.find(({number}) => number === Number(name));
    const fits = name.startsWith('?')
      ? this.#jobs.filter((job) => job.text.includes(name.slice(1)))
      : this.#jobs.filter((job) => job.text.startsWith(name));
    return fits.length > 1 ? 'ambiguous' : fits[0];
  }

  /** All that has ended is forgotten. */
  forgetEnded(): void {
    this.#jobs = this.#jobs.filter(({state}) => state.kind !== 'ended');
  }
}
