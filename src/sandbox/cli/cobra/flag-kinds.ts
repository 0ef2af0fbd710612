import {splitCsv} from '../go/csv.ts';
import {formatDuration, parseDuration} from '../go/duration.ts';
import {quote} from '../go/quote.ts';
import {defineFlag, type Flag, type FlagOptions} from './flag.ts';

type WithDefault<T> = FlagOptions & {readonly initial?: T};

/** A switch: `--all`, `--all=false`. */
export function bool(name: string, options: WithDefault<boolean>): Flag<boolean> {
  const initial = options.initial ?? false;
  return defineFlag(name, options, {
    type: '',
    initial,
    defaultText: initial ? 'true' : undefined,
    bareText: 'true',
    set: (_, given) => parseBool(given),
  });
}

/** Free text. */
export function text(name: string, options: WithDefault<string>): Flag<string> {
  const initial = options.initial ?? '';
  const defaultText = initial === '' ? undefined : quote(initial);
  return defineFlag(name, options, {type: 'string', initial, defaultText, set: (_, given) => given});
}

/** A whole number of 64 bits. */
export function int(name: string, options: WithDefault<number>): Flag<number> {
  const initial = options.initial ?? 0;
  const defaultText = initial === 0 ? undefined : String(initial);
  return defineFlag(name, options, {
    type: 'int',
    initial,
    defaultText,
    set: (_, given) => parseInteger(given, 'ParseInt'),
  });
}

/** A whole number from zero to `2^bits - 1`. */
export function uint(name: string, options: FlagOptions & {readonly bits?: 16 | 64}): Flag<number> {
  const bits = options.bits ?? 64;
  return defineFlag(name, options, {
    type: bits === 64 ? 'uint' : `uint${bits}`,
    initial: 0,
    set(_, given) {
      const value = parseInteger(given, 'ParseUint');
      if (value < 0) throw new Error(`strconv.ParseUint: parsing ${quote(given)}: invalid syntax`);
      if (value >= 2 ** bits) throw new Error(`strconv.ParseUint: parsing ${quote(given)}: value out of range`);
      return value;
    },
  });
}

/** Nanoseconds, written as `1m30s`. */
export function duration(name: string, options: WithDefault<number>): Flag<number> {
  const initial = options.initial ?? 0;
  const defaultText = initial === 0 ? undefined : formatDuration(initial);
  return defineFlag(name, options, {type: 'duration', initial, defaultText, set: (_, given) => parseDuration(given)});
}

/** Texts, one each time; `check` may refuse or rewrite one. */
export function list(
  name: string,
  options: FlagOptions & {
    readonly check?: (text: string) => string;
    readonly type?: string;
    readonly shownDefault?: string;
  },
): Flag<readonly string[]> {
  return defineFlag<readonly string[]>(name, options, {
    type: options.type ?? 'list',
    initial: [],
    defaultText: options.shownDefault,
    set: (value, given) => [...value, options.check?.(given) ?? given],
  });
}

/** Texts, several at a time with commas between, as in a CSV file. */
export function csv(name: string, options: FlagOptions): Flag<readonly string[]> {
  return defineFlag<readonly string[]>(name, options, {
    type: 'strings',
    initial: [],
    set: (value, given) => [...value, ...splitCsv(given)],
  });
}

const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const lies = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

function parseBool(given: string): boolean {
  if (truths.has(given)) return true;
  if (lies.has(given)) return false;
  throw new Error(`strconv.ParseBool: parsing ${quote(given)}: invalid syntax`);
}

/** A whole number as Go's strconv reads it with base 0; throws in its words. */
export function parseInteger(given: string, parser: 'ParseInt' | 'ParseUint' | 'Atoi'): number {
  const plain = given.replace(/(?<=[0-9a-fA-FxXbBoO])_(?=[0-9a-fA-F])/g, '');
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.exec(plain);
  if (match === null) throw new Error(`strconv.${parser}: parsing ${quote(given)}: invalid syntax`);
  const digits = match[2] ?? '0';
  const value = Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (value > 2 ** 63 - 1) throw new Error(`strconv.${parser}: parsing ${quote(given)}: value out of range`);
  return match[1] === '-' ? -value : value;
}
