/** Time as an argument: the real one in `cli.ts`, a manual one in tests. Milliseconds throughout. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; the returned function cancels. A waiting timer never keeps the process alive. */
  after(ms: number, callback: () => void): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
