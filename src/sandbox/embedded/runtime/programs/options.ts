import {UsageError} from './failure.ts';

/**
 * What an applet takes, in the form of getopt: `n:` wants a value, `n::` may have one at once behind it, a `+` at the
 * beginning ends the options at the first operand. `long` gives the letter of a long name; a name without a letter says
 * itself whether it takes a value: '', ':' or '::'.
 */
export interface OptionForm {
  readonly short: string;
  readonly long?: {readonly [name: string]: string};
}

/** One option as it was given: the letter, or the long name that has none. */
export type GivenOption = readonly [name: string, value: string | undefined];

export class Options {
  /** In the order of the command line. */
  readonly given: readonly GivenOption[];
  readonly operands: readonly string[];

  constructor(given: readonly GivenOption[], operands: readonly string[]) {
    this.given = given;
    this.operands = operands;
  }

  has(...names: readonly string[]): boolean {
    return this.given.some(([name]) => names.includes(name));
  }

  count(name: string): number {
    return this.given.filter(([own]) => own === name).length;
  }

  /** The last value of an option; undefined when it was not given. */
  value(name: string): string | undefined {
    return this.given.findLast(([own]) => own === name)?.[1];
  }

  values(name: string): readonly string[] {
    return this.given.flatMap(([own, value]) => (own === name && value !== undefined ? [value] : []));
  }

  /** Which of some options that exclude each other was given last. */
  lastOf(...names: readonly string[]): string | undefined {
    return this.given.findLast(([name]) => names.includes(name))?.[0];
  }
}

type Takes = '' | ':' | '::';

/** Reads a command line, options and operands in any order. Throws UsageError in musl's words. */
export function parseOptions(args: readonly string[], form: OptionForm): Options {
  const stopsEarly = form.short.startsWith('+');
  const letters = lettersOf(form.short);
  const given: GivenOption[] = [];
  const operands: string[] = [];
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') return new Options(given, [...operands, ...rest]);
    if (word.startsWith('--')) given.push(longOption(word.slice(2), rest, {letters, long: form.long ?? {}}));
    else if (word.startsWith('-') && word !== '-') given.push(...shortOptions(word.slice(1), rest, letters));
    else if (stopsEarly) return new Options(given, [word, ...rest]);
    else operands.push(word);
  }
  return new Options(given, operands);
}

function lettersOf(short: string): ReadonlyMap<string, Takes> {
  const letters = new Map<string, Takes>();
  for (const [, letter = '', takes = ''] of short.matchAll(/([^+:])(:{0,2})/g))
    letters.set(letter, takes === ':' ? ':' : takes === '::' ? '::' : '');
  return letters;
}

function shortOptions(word: string, rest: string[], letters: ReadonlyMap<string, Takes>): readonly GivenOption[] {
  const given: GivenOption[] = [];
  const characters = [...word];
  for (const [index, letter] of characters.entries()) {
    const takes = letters.get(letter);
    if (takes === undefined) throw new UsageError(`unrecognized option: ${letter}`);
    if (takes === '') {
      given.push([letter, undefined]);
      continue;
    }
    const attached = characters.slice(index + 1).join('');
    const value = attached !== '' ? attached : takes === ':' ? rest.shift() : undefined;
    if (takes === ':' && value === undefined) throw new UsageError(`option requires an argument: ${letter}`);
    return [...given, [letter, value]];
  }
  return given;
}

function longOption(
  word: string,
  rest: string[],
  known: {readonly letters: ReadonlyMap<string, Takes>; readonly long: {readonly [name: string]: string}},
): GivenOption {
  const equals = word.indexOf('=');
  const asked = equals < 0 ? word : word.slice(0, equals);
  const full = fullName(asked, Object.keys(known.long));
  const meaning = known.long[full] ?? '';
  const isLetter = meaning !== '' && !meaning.startsWith(':');
  const name = isLetter ? meaning : full;
  const takes = isLetter ? (known.letters.get(meaning) ?? '') : meaning;
  if (equals >= 0) {
    if (takes === '') throw new UsageError(`option does not take an argument: ${full}`);
    return [name, word.slice(equals + 1)];
  }
  if (takes !== ':') return [name, undefined];
  const value = rest.shift();
  if (value === undefined) throw new UsageError(`option requires an argument: ${full}`);
  return [name, value];
}

/** Long names may be shortened as long as they are one. */
function fullName(asked: string, names: readonly string[]): string {
  if (names.includes(asked)) return asked;
  const fitting = names.filter((name) => name.startsWith(asked));
  const [only] = fitting;
  if (only === undefined || asked === '') throw new UsageError(`unrecognized option: ${asked}`);
  if (fitting.length > 1) throw new UsageError(`option is ambiguous: ${asked}`);
  return only;
}
