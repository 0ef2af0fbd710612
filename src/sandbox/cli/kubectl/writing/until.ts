import type {CommandClock} from '../../context.ts';
import type {Kubectl} from '../app.ts';

/** Waits so many milliseconds of the command's own clock. */
export function pause(clock: CommandClock, ms: number): Promise<void> {
  return new Promise((done) => {
    clock.after(ms, done);
  });
}

/** Asks again and again until the answer is yes; false when `timeoutMs` is over first. */
export async function until(
  {context: {clock}}: Kubectl,
  ask: () => Promise<boolean>,
  {
    timeoutMs = Number.POSITIVE_INFINITY,
    intervalMs = 200,
  }: {readonly timeoutMs?: number; readonly intervalMs?: number} = {},
): Promise<boolean> {
  const end = clock.now() + timeoutMs;
  while (!(await ask())) {
    if (clock.now() >= end) return false;
    await pause(clock, intervalMs);
  }
  return true;
}
