/** Time as an argument: the real one in `cli.ts`, a manual one in tests. Milliseconds throughout. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; the returned function cancels. A waiting timer never keeps the process alive. */
  after(ms: number, callback: () => void): () => void;
}

/** The longest Node waits at once: more than this it takes for a millisecond. https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestMs = 2_147_483_647;

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const isFar = left > longestMs;
      timer = setTimeout(isFar ? () => wait(left - longestMs) : callback, isFar ? longestMs : left);
      timer.unref();
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};
