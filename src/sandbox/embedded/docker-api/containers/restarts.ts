import type {RestartPolicy} from './host-config.ts';

const firstWaitMs = 100;
const longestWaitMs = 60_000;
/** A container that lived as long is not one that fails at its start: the wait begins small again. */
const longLifeMs = 10_000;

/**
 * Decides whether a container that has ended starts again, and after how long: 100 ms, doubled each time.
 * https://github.com/moby/moby/blob/v27.0.0/internal/restartmanager/restartmanager.go
 */
export class Restarts {
  policy: RestartPolicy;
  #waitMs = 0;
  #restarts = 0;
  #canceled = false;

  constructor(policy: RestartPolicy) {
    this.policy = policy;
  }

  /** Somebody wants it to stay stopped. */
  cancel(): void {
    this.#canceled = true;
  }

  get canceled(): boolean {
    return this.#canceled;
  }

  /** Milliseconds to wait before the next start; undefined when there is none. */
  next(ended: {
    readonly exitCode: number;
    readonly stoppedByHand: boolean;
    readonly livedMs: number;
  }): number | undefined {
    if (this.#canceled || !this.#wants(ended)) return undefined;
    if (ended.livedMs >= longLifeMs) this.#waitMs = 0;
    this.#waitMs = this.#waitMs === 0 ? firstWaitMs : Math.min(this.#waitMs * 2, longestWaitMs);
    this.#restarts += 1;
    return this.#waitMs;
  }

  #wants({exitCode, stoppedByHand}: {readonly exitCode: number; readonly stoppedByHand: boolean}): boolean {
    const {Name, MaximumRetryCount} = this.policy;
    switch (Name) {
      case 'always':
        return true;
      case 'unless-stopped':
        return !stoppedByHand;
      case 'on-failure':
        return exitCode !== 0 && (MaximumRetryCount === 0 || this.#restarts < MaximumRetryCount);
      default:
        return false;
    }
  }
}
