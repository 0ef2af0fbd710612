import {compareText} from '../../template/print.ts';
import {isObject} from '../json.ts';

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON as Go writes a map: keys sorted, four blanks a level unless told otherwise, `<>&` escaped. No line end. */
export function toJson(value: unknown, indent = '    '): string {
  return toOrderedJson(sorted(value), indent);
}

/** As `toJson`, with the keys in their own order, as Go writes a struct. */
export function toOrderedJson(value: unknown, indent = '    '): string {
  return JSON.stringify(value, undefined, indent).replaceAll(/[<>&\u2028\u2029]/g, (char) => escapes[char] ?? char);
}

/** The value with the keys of its objects in Go's order, and without what is undefined. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort(compareText);
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}
