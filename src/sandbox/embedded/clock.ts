import type {EngineClock} from './outside.ts';

/** A clock that goes only when it is told: what happens in a test then does not depend on how fast the machine is. */
export interface ManualClock extends EngineClock {
  /** Goes on by so much: everything due on the way happens at its time, and what follows from it as well. */
  advance(ms: number): Promise<void>;
  /** Lets everything happen that is due now. */
  settle(): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** How often the world outside is let run before nothing more is taken to happen by itself. */
const quietTurns = 3;

/** `turn` resolves after everything the host had to do: `setImmediate` in Node, a message in a browser. */
export function createManualClock(turn: () => Promise<void>, startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startMs;
  let order = 0;
  let turns = 0;
  const timers = new Set<Timer>();
  const soon: (() => void)[] = [];

  /** Runs what is due at this instant until nothing more follows from it. */
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < quietTurns; ) {
      const due = soon.splice(0);
      for (const callback of due) callback();
      const before = turns;
      await turn();
      quiet = due.length > 0 || soon.length > 0 || turns !== before ? 0 : quiet + 1;
    }
  }

  function next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers)
      if (timer.at <= until && (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)))
        first = timer;
    return first;
  }

  return {
    now: () => now,
    after(ms, callback) {
      order += 1;
      turns += 1;
      const timer = {at: now + Math.max(0, ms), order, callback};
      timers.add(timer);
      return () => timers.delete(timer);
    },
    soon(callback) {
      turns += 1;
      soon.push(callback);
    },
    settle,
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.callback();
        await settle();
      }
      now = until;
    },
  };
}
