import {defineFlag, type Flag, type FlagOptions} from '../cobra/flag.ts';
import {splitCsv} from '../go/csv.ts';

/** Texts, several at a time with commas between: pflag's StringSlice. */
export function commaList(
  name: string,
  options: FlagOptions & {readonly initial?: readonly string[]},
): Flag<readonly string[]> {
  const initial = options.initial ?? [];
  return {
    ...defineFlag<readonly string[]>(name, options, {
      type: 'strings',
      initial: [],
      defaultText: `[${initial.join(',')}]`,
      set: (value, given) => (given === '' ? value : [...value, ...splitCsv(given)]),
    }),
    read: (given) => (given.length === 0 ? initial : given.flatMap((one) => (one === '' ? [] : splitCsv(one)))),
  };
}

/** Texts, one each time, commas and all: pflag's StringArray. */
export function eachText(name: string, options: FlagOptions): Flag<readonly string[]> {
  return defineFlag<readonly string[]>(name, options, {
    type: 'stringArray',
    initial: [],
    defaultText: '[]',
    set: (value, given) => [...value, given],
  });
}

/** A word that stands for itself when no value follows: `--dry-run`, `--cascade`. */
export function optionalWord(
  name: string,
  options: FlagOptions & {readonly initial: string; readonly bare: string},
): Flag<string> {
  return defineFlag(name, options, {
    type: 'string',
    initial: options.initial,
    defaultText: JSON.stringify(options.initial),
    bareText: options.bare,
    set: (_, given) => given,
  });
}
