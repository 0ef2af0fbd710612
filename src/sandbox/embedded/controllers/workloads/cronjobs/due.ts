import type {Schedule} from './schedule.ts';

export interface Due {
  /** The last time that came since then; undefined when none did. */
  readonly lastMs: number | undefined;
  /** So many came that something must be wrong. */
  readonly tooMany: boolean;
}

/** More missed times than that are a sign of a wrong clock, or of a controller that was away for long. */
const mostMissed = 100;

/** The last time a schedule came, after one time and up to another. */
export function dueSince(schedule: Schedule, afterMs: number, now: number): Due {
  let lastMs: number | undefined;
  let missed = 0;
  for (let next = schedule.next(afterMs); next !== undefined && next <= now; next = schedule.next(next)) {
    lastMs = next;
    missed += 1;
    // A second look nearer to now finds the last one without going through all of them.
    if (missed === mostMissed + 1) return {lastMs: lastBefore(schedule, next, now), tooMany: true};
  }
  return {lastMs, tooMany: false};
}

function lastBefore(schedule: Schedule, known: number, now: number): number {
  let [low, high] = [known, now];
  // The last one is after `low` and at most `high`: halve until a few are left.
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 2);
    const next = schedule.next(middle);
    if (next !== undefined && next <= now) low = next;
    else high = middle;
  }
  return low;
}
