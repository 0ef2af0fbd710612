import type {EngineClock} from '../../../../../src/sandbox/embedded/outside.ts';

/** A clock in the real event loop that does not depend on how fast the machine is. */
export interface LoopClock extends EngineClock {
  /** Looks at the clock since the last turn. */
  looks(): number;
  /** Lets the loop turn once. */
  turn(): Promise<void>;
}

/** How much time seems to go by from one look at the clock to the next. */
const msPerLook = 0.5;

/** A millisecond of waiting is a turn of the event loop; working takes time by the looks at the clock. */
export function createLoopClock(): LoopClock {
  let now = 0;
  let looks = 0;
  return {
    now() {
      looks += 1;
      now += msPerLook;
      return now;
    },
    after(ms, callback) {
      let left = Math.max(1, Math.round(ms));
      let isOff = false;
      const count = (): void => {
        left -= 1;
        if (isOff) return;
        if (left <= 0) callback();
        else setImmediate(count);
      };
      setImmediate(count);
      return () => {
        isOff = true;
      };
    },
    soon: (callback) => void setImmediate(callback),
    looks: () => looks,
    turn() {
      return new Promise((resolve) =>
        setImmediate(() => {
          looks = 0;
          resolve();
        }),
      );
    },
  };
}
