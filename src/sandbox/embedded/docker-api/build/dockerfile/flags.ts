import {LineFault} from './fault.ts';

/** The values of an instruction's flags by name; those that were not given are absent. */
export type Flags = ReadonlyMap<string, string>;

/** Reads `--name=value` flags, all of which need a value. Throws in the daemon's words for others than the known ones. */
export function readFlags(given: readonly string[], known: readonly string[]): Flags {
  const flags = new Map<string, string>();
  for (const flag of given) {
    const [name = '', ...value] = flag.slice('--'.length).split('=');
    if (!known.includes(name)) throw new LineFault(`Unknown flag: ${name}`);
    if (flags.has(name)) throw new LineFault(`Duplicate flag specified: ${name}`);
    if (value.length === 0) throw new LineFault(`Missing a value on flag: ${name}`);
    flags.set(name, value.join('='));
  }
  return flags;
}
