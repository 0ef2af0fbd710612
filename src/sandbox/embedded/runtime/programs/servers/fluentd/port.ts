import {ConfigProblem} from './config.ts';

/** Throws ConfigProblem. */
export function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new ConfigProblem(`port: invalid value "${text}"`);
  return port;
}
