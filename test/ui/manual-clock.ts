import type {Clock} from '../../src/clock.ts';

/** A clock that moves only when told, and then calls back what is due, in order. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Callbacks not yet due. */
  readonly waiting: number;
}

export function manualClock(): ManualClock {
  let now = 0;
  let timers: {readonly at: number; readonly callback: () => void}[] = [];
  return {
    now: () => now,
    after(ms, callback) {
      const timer = {at: now + ms, callback};
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const next = timers.filter(({at}) => at <= until).sort((one, other) => one.at - other.at)[0];
        if (!next) break;
        now = next.at;
        timers = timers.filter((timer) => timer !== next);
        next.callback();
      }
      now = until;
    },
    get waiting() {
      return timers.length;
    },
  };
}
