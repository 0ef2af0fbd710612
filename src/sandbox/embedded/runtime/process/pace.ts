import type {Cgroup} from './cgroup.ts';
import type {Kernel} from './kernel.ts';

/** How many cheap turns a process takes before it looks at the clock, and how long it may compute in one go. */
const turnsPerLook = 128;
const sliceMs = 4;
/** A clock that stands still must not make a loop endless. */
const mostTurns = turnsPerLook * 64;

/** Counts what a process computes, and says when it is somebody else's turn. */
export class Pace {
  readonly #kernel: Kernel;
  #turns = 0;
  #sliceBegan: number | undefined;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The process has waited for something: it begins a new slice. */
  rested(): void {
    this.#sliceBegan = undefined;
  }

  /** One more turn; the milliseconds worked when it is time to let others go on, else undefined. */
  turn(): number | undefined {
    this.#turns += 1;
    if (this.#turns % turnsPerLook !== 0) return undefined;
    const now = this.#kernel.clock.now();
    this.#sliceBegan ??= now;
    const worked = now - this.#sliceBegan;
    return worked >= sliceMs || this.#turns % mostTurns === 0 ? worked : undefined;
  }

  /** Accounts for computing and waits as long as a limited share of a CPU makes it wait. Resolves with the CPU time used. */
  async compute(ms: number, cgroup: Cgroup, signal: AbortSignal): Promise<number> {
    const passed = await this.#kernel.pause(ms, signal);
    const used = (ms + passed) * cgroup.cpuShare;
    cgroup.chargeCpu(used);
    cgroup.throttledMs += ms + passed - used;
    this.#sliceBegan = this.#kernel.clock.now();
    return used;
  }
}
