/** How to wait. */
export interface Waiting {
  /** Default 10 s. */
  readonly timeoutMs?: number;
  /** How often to read when nothing wakes us; default 50 ms. */
  readonly intervalMs?: number;
  /** Subscribes to a source of changes: each call of `wake` reads at once. Returns how to unsubscribe. */
  readonly on?: (wake: () => void) => () => void;
}

/**
 * Reads until the reading is as wished, and returns it; on timeout it returns the last reading, so that the
 * assertion that follows shows what was there instead. A `read` that rejects ends the waiting.
 */
export async function until<T>(
  read: () => T | Promise<T>,
  wished: (reading: T) => boolean,
  {timeoutMs = 10_000, intervalMs = 50, on}: Waiting = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  const bell = new Bell();
  const unsubscribe = on?.(() => bell.ring());
  try {
    for (;;) {
      // Armed before the reading: a change during it must not be slept over.
      const nextRing = bell.next();
      const reading = await read();
      const leftMs = deadline - performance.now();
      if (wished(reading) || leftMs <= 0) return reading;
      await ringOrTimeout(nextRing, Math.min(intervalMs, leftMs));
    }
  } finally {
    unsubscribe?.();
  }
}

class Bell {
  private rung: () => void = () => {};

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.rung = resolve;
    });
  }

  ring(): void {
    this.rung();
  }
}

async function ringOrTimeout(ring: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([ring, pause]);
  clearTimeout(timer);
}
