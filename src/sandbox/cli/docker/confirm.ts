import {linesOf} from '../bytes.ts';
import type {Docker} from './app.ts';

/** Asks on stdout; only `y` or `yes` is one. */
export async function confirm(docker: Docker, question: string): Promise<boolean> {
  await docker.print(`${question} [y/N] `);
  for await (const line of linesOf(docker.context.stdin)) return /^y(es)?$/i.test(line.trim());
  return false;
}
