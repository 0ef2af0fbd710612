import {Failure} from '../failure.ts';
import {compareVersions} from './versions.ts';

/** A `-k`: fields and characters count from 1, 0 is none. */
export interface SortKey {
  readonly start: number;
  readonly startCharacter: number;
  readonly end: number;
  readonly endCharacter: number;
  /** Letters of its own; the general ones hold when it has none. `B` ignores blanks at the end. */
  readonly flags: ReadonlySet<string>;
}

export interface SortSettings {
  /** Blanks separate fields when absent. */
  readonly separator: string | undefined;
  readonly flags: ReadonlySet<string>;
  readonly keys: readonly SortKey[];
  /** No whole lines where keys are equal. */
  readonly isStable: boolean;
}

export type Comparison = (one: string, other: string) => number;

/** Reads `2,3nr`. Throws Failure in busybox's words. */
export function parseKey(text: string): SortKey {
  const flags = new Set<string>();
  const [start, startCharacter] = parsePlace(text.split(',', 1)[0] ?? '', flags, false);
  const comma = text.indexOf(',');
  const [end, endCharacter] = comma < 0 ? [0, 0] : parsePlace(text.slice(comma + 1), flags, true);
  return {start, startCharacter, end, endCharacter, flags};
}

function parsePlace(text: string, flags: Set<string>, isEnd: boolean): readonly [number, number] {
  const [, field, character, letters = ''] = /^(\d+)(?:\.(\d+))?(.*)$/s.exec(text) ?? [];
  const isWrong = (number: string | undefined): boolean => number !== undefined && Number(number) === 0;
  if (field === undefined || isWrong(field) || isWrong(character)) throw new Failure('bad field specification');
  for (const letter of letters) {
    if (!'nghMVucszbrdfimSTokt'.includes(letter)) throw new Failure('unknown key option');
    if (!'nghMbrdfi'.includes(letter)) throw new Failure('unknown sort type');
    flags.add(letter === 'b' && isEnd ? 'B' : letter);
  }
  return [Number(field), Number(character ?? 0)];
}

/** Compares lines by all keys, then as wholes. */
export function comparisonOf(settings: SortSettings): Comparison {
  const steps = settings.keys.map((key) => {
    const flags = key.flags.size > 0 ? key.flags : settings.flags;
    return {key, flags, compare: byKind(flags), sign: flags.has('r') ? -1 : 1};
  });
  const lastSign = settings.flags.has('r') ? -1 : 1;
  return (one, other) => {
    for (const {key, flags, compare, sign} of steps) {
      const result = compare(keyOf(one, key, flags, settings.separator), keyOf(other, key, flags, settings.separator));
      if (result !== 0) return result * sign;
    }
    return settings.isStable ? 0 : compareText(one, other) * lastSign;
  };
}

/** The part of a line that a key means. */
export function keyOf(line: string, key: SortKey, flags: ReadonlySet<string>, separator: string | undefined): string {
  const isWhole = key.start === 1 && key.startCharacter === 0 && key.end === 0 && key.endCharacter === 0;
  if (isWhole && !['b', 'B', 'd', 'f', 'i'].some((flag) => flags.has(flag))) return line;
  let start = startOfField(line, key.start, separator);
  let end = key.end === 0 ? line.length : endOfField(line, key.end, separator);
  if (flags.has('b')) while (/\s/.test(line[start] ?? '')) start += 1;
  if (flags.has('B')) while (end > start && /\s/.test(line[end - 1] ?? '')) end -= 1;
  if (key.endCharacter > 0) end = Math.min(line.length, startOfField(line, key.end, separator) + key.endCharacter);
  if (key.startCharacter > 0) start = Math.min(line.length, start + key.startCharacter - 1);
  let text = line.slice(start, Math.max(start, end));
  if (flags.has('d')) text = text.replace(/[^\sA-Za-z0-9]/g, '');
  if (flags.has('i')) text = text.replace(/[^ -~]/g, '');
  return flags.has('f') ? text.toUpperCase() : text;
}

function startOfField(line: string, field: number, separator: string | undefined): number {
  let at = 0;
  for (let left = field - 1; left > 0 && at < line.length; left -= 1) at = behindField(line, at, separator);
  return at;
}

function endOfField(line: string, field: number, separator: string | undefined): number {
  let at = 0;
  for (let left = field; left > 0 && at < line.length; left -= 1) at = behindField(line, at, separator);
  const isAtSeparator = separator !== undefined && at > 0 && line[at - 1] === separator && at <= line.length;
  return isAtSeparator && fieldsUpTo(line, at, separator) === field ? at - 1 : at;
}

function fieldsUpTo(line: string, at: number, separator: string): number {
  return line.slice(0, at).split(separator).length - 1;
}

function behindField(line: string, from: number, separator: string | undefined): number {
  if (separator !== undefined) {
    const next = line.indexOf(separator, from);
    return next < 0 ? line.length : next + 1;
  }
  let at = from;
  while (/\s/.test(line[at] ?? '')) at += 1;
  while (at < line.length && !/\s/.test(line[at] ?? '')) at += 1;
  return at;
}

function byKind(flags: ReadonlySet<string>): Comparison {
  const kinds = ['n', 'g', 'h', 'M', 'V'].filter((kind) => flags.has(kind));
  if (kinds.length > 1) throw new Failure('unknown sort type');
  switch (kinds[0]) {
    case 'n':
      return (one, other) => sign(leadingNumber(one, 0) - leadingNumber(other, 0));
    case 'g':
      return (one, other) => compareNumbers(leadingNumber(one), leadingNumber(other));
    case 'h':
      return compareSizes;
    case 'M':
      return (one, other) => monthOf(one) - monthOf(other);
    case 'V':
      return compareVersions;
    default:
      return compareText;
  }
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function sign(number: number): number {
  return number < 0 ? -1 : number > 0 ? 1 : 0;
}

/** What strtod makes of a text; `otherwise` where there is no number. */
function leadingNumber(text: string, otherwise = Number.NaN): number {
  const found = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(text)?.[1];
  return found === undefined ? otherwise : Number(found);
}

/** No number comes before every number. */
function compareNumbers(one: number, other: number): number {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(other)) - Number(Number.isNaN(one));
  return sign(one - other);
}

function compareSizes(one: string, other: string): number {
  const scale = (text: string): number => {
    const letter = /^\s*[+-]?[\d.]+([kKMGTPEZY])/.exec(text)?.[1] ?? '';
    return letter === '' ? -1 : 'KMGTPEZY'.indexOf(letter.toUpperCase());
  };
  const [first, second] = [leadingNumber(one), leadingNumber(other)];
  if (Number.isNaN(first) || Number.isNaN(second) || scale(one) === scale(other)) return compareNumbers(first, second);
  return scale(one) - scale(other);
}

function monthOf(text: string): number {
  return ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].indexOf(
    text.trimStart().slice(0, 3).toLowerCase(),
  );
}
