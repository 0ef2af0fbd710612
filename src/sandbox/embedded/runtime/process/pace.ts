import type {Cgroup} from './cgroup.ts';
import type {Kernel} from './kernel.ts';

/** Who has computed so much of a turn of the event loop that was too long has to make up for it. */
const shareMs = 2;
/** A clock that stands still must not make a loop endless. */
const mostSteps = 8192;

/** Counts what a process computes, and says when it is somebody else's turn. */
export class Pace {
  readonly #kernel: Kernel;
  #steps = 0;
  /** The turn of the event loop in which it took its last step, and when it took the first one there. */
  #turn: number | undefined;
  #beganMs = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** One more step; undefined when it may go on, else the milliseconds it has worked: 0 where others did. */
  step(): number | undefined {
    const {clock, turn} = this.#kernel;
    if (this.#turn !== turn.number) {
      this.#turn = turn.number;
      this.#beganMs = clock.now();
    }
    this.#steps += 1;
    const isOver = turn.step();
    if (this.#steps < mostSteps && !isOver) return undefined;
    return clock.now() - this.#beganMs;
  }

  /** Lets others go on after a step that was the last for now. Resolves with the CPU time used. */
  async pause(workedMs: number, cgroup: Cgroup, signal: AbortSignal): Promise<number> {
    if (workedMs >= shareMs || this.#steps >= mostSteps) return this.compute(workedMs, cgroup, signal);
    await this.#kernel.yield();
    return 0;
  }

  /** Accounts for computing and waits as long as a limited share of a CPU makes it wait. Resolves with the CPU time used. */
  async compute(ms: number, cgroup: Cgroup, signal: AbortSignal): Promise<number> {
    this.#steps = 0;
    const passed = await this.#kernel.pause(ms, signal);
    const used = (ms + passed) * cgroup.cpuShare;
    cgroup.chargeCpu(used);
    cgroup.throttledMs += ms + passed - used;
    return used;
  }
}
