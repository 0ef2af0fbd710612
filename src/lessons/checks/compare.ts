import {isPlain, type Matcher, matches, shown} from './matchers.ts';
import type {Difference} from './verdict.ts';

type Scalar = string | number | boolean;

/** One property against one matcher; [] when it is as wanted or was not written. */
export function differs(property: string, wanted: Matcher | undefined, seen: Scalar): readonly Difference[] {
  if (wanted === undefined || matches(wanted, seen === '' ? undefined : seen)) return [];
  return [{property, key: '', expected: String(wanted), seen: String(seen)}];
}

/** Every key of a map that is not as wanted. */
export function mapDiffers(
  property: string,
  wanted: {readonly [key: string]: Matcher} | undefined,
  seen: {readonly [key: string]: string},
): readonly Difference[] {
  return Object.entries(wanted ?? {})
    .filter(([key, value]) => !matches(value, Object.hasOwn(seen, key) ? seen[key] : undefined))
    .map(([key, value]) => ({property, key, expected: pair(key, String(value)), seen: pairSeen(key, seen)}));
}

/** Wanted items of which no seen item is one. */
export function listDiffers(
  property: string,
  wanted: readonly Matcher[] | undefined,
  seen: readonly Scalar[],
): readonly Difference[] {
  return (wanted ?? [])
    .filter((item) => !seen.some((other) => matches(item, other)))
    .map((item) => ({property, key: String(item), expected: String(item), seen: seen.join(', ')}));
}

/** A command line against a matcher or plain text: with or without the entrypoint before it. */
export function commandDiffers(
  property: string,
  wanted: Matcher | readonly string[] | undefined,
  seen: readonly string[],
  entrypoint: readonly string[] = [],
): readonly Difference[] {
  if (wanted === undefined) return [];
  const text = typeof wanted === 'object' ? shown(wanted) : wanted;
  const lines = [shown(seen), shown([...entrypoint, ...seen])];
  if (lines.some((line) => matches(text, line === '' ? undefined : line))) return [];
  return [{property, key: '', expected: String(text), seen: shown(seen)}];
}

function pair(key: string, value: string): string {
  return isPlain(value) ? `${key}=${value}` : `${key} ${value}`;
}

function pairSeen(key: string, seen: {readonly [key: string]: string}): string {
  return Object.hasOwn(seen, key) ? `${key}=${seen[key] ?? ''}` : '';
}
