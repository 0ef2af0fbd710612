import type {Process} from '../../runtime/process/process.ts';

/** Resolves with the exit code of a program that is told to go, and goes. */
export function told(process: Process): Promise<number> {
  return new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.onSignal(name, () => resolve(0));
  });
}
