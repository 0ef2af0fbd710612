import type {EngineClock, Outside} from '../../outside.ts';
import {DiskBudget} from '../fs/budget.ts';
import {Cgroup} from './cgroup.ts';
import {LoopTurn} from './loop-turn.ts';

/** The one thing below all containers: process numbers, budgets, the turns of busy processes. */
export class Kernel {
  readonly outside: Outside;
  readonly disk = new DiskBudget();
  /** When it started: what `uptime` counts from. */
  readonly bootedMs: number;
  /** Of the whole simulated machine. */
  readonly cgroup: Cgroup;
  /** The turn of the event loop that goes on now. */
  readonly turn: LoopTurn;
  /** Told of what must never happen: an error of a program of ours that is no system error. */
  onFault: (error: unknown, argv: readonly string[]) => void = () => {};
  #nextPid = 1200;
  /** Processes that compute right now. */
  #busy = 0;

  constructor(options: {
    readonly outside: Outside;
    readonly memoryBytes?: number;
    readonly pids?: number;
  }) {
    this.outside = options.outside;
    this.bootedMs = options.outside.clock.now();
    this.turn = new LoopTurn(options.outside.clock);
    this.cgroup = new Cgroup({
      memoryBytes: options.memoryBytes ?? 8 * 1024 ** 3,
      nanoCpus: 0,
      pids: options.pids ?? 8192,
    });
  }

  get clock(): EngineClock {
    return this.outside.clock;
  }

  /** A process number of the simulated host. */
  nextPid(): number {
    this.#nextPid += 1;
    return this.#nextPid;
  }

  /**
   * Lets others go on after a slice of work, and keeps this machine quiet: all busy processes together get about a
   * third of a real CPU, however many they are and whatever they think they used. Resolves with the simulated
   * milliseconds that went by.
   */
  async pause(workedMs: number, signal: AbortSignal): Promise<number> {
    const began = this.clock.now();
    this.#busy += 1;
    try {
      await this.wait(Math.max(1, Math.round(workedMs * 2 * this.#busy)), signal);
    } finally {
      this.#busy -= 1;
    }
    return this.clock.now() - began;
  }

  /** Resolves after `ms`; rejects with the signal's reason. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const cancel = this.clock.after(ms, () => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
      const abort = (): void => {
        cancel();
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, {once: true});
    });
  }

  /** Lets everything that is due have its turn. */
  yield(): Promise<void> {
    return new Promise((resolve) => this.clock.soon(resolve));
  }
}
