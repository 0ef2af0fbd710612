import type {PodObject} from '../kinds.ts';
import {finishedMs} from './job-pods.ts';

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy */
const firstMs = 10_000;
const longestMs = 600_000;

/** How long a Job waits before it replaces what failed: twice as long for each failure since the last success. */
export class JobBackoff {
  #failures = 0;
  #lastFailureMs = 0;

  /** Takes in Pods that are newly over. */
  note(succeeded: readonly PodObject[], failed: readonly PodObject[], now: number): void {
    const lastSuccess = Math.max(0, ...succeeded.map((pod) => finishedMs(pod, now)));
    if (succeeded.length > 0) this.#failures = 0;
    for (const pod of failed) {
      const at = finishedMs(pod, now);
      if (succeeded.length > 0 && at < lastSuccess) continue;
      this.#failures += 1;
      this.#lastFailureMs = Math.max(this.#lastFailureMs, at);
    }
  }

  remainingMs(now: number): number {
    if (this.#failures === 0) return 0;
    const delayMs = Math.min(firstMs * 2 ** (this.#failures - 1), longestMs);
    return Math.max(0, this.#lastFailureMs + delayMs - now);
  }
}
