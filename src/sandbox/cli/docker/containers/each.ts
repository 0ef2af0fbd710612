import type {Docker} from '../app.ts';
import {errorOf, joinErrors} from '../errors.ts';

/** What a command does with each of its arguments. */
export interface Each {
  readonly names: readonly string[];
  readonly act: (name: string) => Promise<void>;
  /** Printed after each success; the name when left out. */
  readonly say?: (name: string) => string;
  /** One after the other; else all at once, told in order. */
  readonly inTurn?: boolean;
  /** An error that is told, but does not count. */
  readonly forgives?: (error: Error) => boolean;
}

/** Does it for every name, prints each that succeeded, and throws what went wrong, a line each. */
export async function forEach(docker: Docker, {names, act, say, inTurn = false, forgives}: Each): Promise<number> {
  const start = async (name: string): Promise<Error | undefined> => {
    try {
      await act(name);
      return undefined;
    } catch (thrown) {
      return errorOf(thrown);
    }
  };
  const started = inTurn ? undefined : names.map(start);
  const errors: Error[] = [];
  for (const [at, name] of names.entries()) {
    const error = await (started?.[at] ?? start(name));
    if (error === undefined) await docker.print(`${say?.(name) ?? name}\n`);
    else if (forgives?.(error)) await docker.warn(`${error.message}\n`);
    else errors.push(error);
  }
  const error = joinErrors(errors);
  if (error !== undefined) throw error;
  return 0;
}
