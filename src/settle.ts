import type {Clock} from './clock.ts';
import type {Verdict} from './observation.ts';
import type {Sandbox} from './sandbox/sandbox.ts';

/**
 * Looks again at every change, and every quarter of a second as a net, until the verdicts are as wanted.
 * Returns the last reading on timeout, and when `signal` aborts.
 */
export async function settle(options: {
  readonly look: () => Promise<readonly Verdict[]>;
  readonly until: (verdicts: readonly Verdict[]) => boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly sandbox: Pick<Sandbox, 'changes'>;
  readonly clock: Clock;
}): Promise<readonly Verdict[]> {
  const {look, until, timeoutMs, sandbox, clock, signal} = options;
  const end = clock.now() + timeoutMs;
  const stop = new AbortController();
  let wake = (): void => {};
  let changed = false;
  sandbox.changes(({operation}) => {
    if (operation !== undefined) return;
    changed = true;
    wake();
  }, stop.signal);
  const leave = (): void => wake();
  signal?.addEventListener('abort', leave);
  // The clock's own timers do not keep a process alive; while we wait for the sandbox, something must.
  const alive = setInterval(() => {}, 60_000);
  try {
    for (;;) {
      changed = false;
      const verdicts = await look();
      if (until(verdicts) || clock.now() >= end || signal?.aborted) return verdicts;
      if (changed) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
        clock.after(250, resolve);
      });
    }
  } finally {
    clearInterval(alive);
    signal?.removeEventListener('abort', leave);
    stop.abort();
  }
}
