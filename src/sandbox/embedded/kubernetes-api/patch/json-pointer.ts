import type {Value} from '../object.ts';
import {isFields} from '../values/reading.ts';
import {fieldsFrom, has, isList} from './json-value.ts';

/** The fields and indexes of a JSON pointer; undefined where it has no slash. RFC 6901. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  const [, ...tokens] = pointer.split('/');
  if (tokens.length === 0) return undefined;
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A change of an object or a list at one of its fields or indexes; undefined when that is not possible. */
export type Change = (container: Value, token: string) => Value | undefined;

/** Changes what a pointer names, and gives back the whole; what stays is shared. Undefined when that is not possible. */
export function changeAt(whole: Value, [token = '', ...rest]: readonly string[], change: Change): Value | undefined {
  if (rest.length === 0) return change(whole, token);
  const inner = get(whole, token);
  const changed = inner === undefined ? undefined : changeAt(inner, rest, change);
  return changed === undefined ? undefined : put(whole, token, changed);
}

/** The object or list that a pointer's last token is in. */
export function containerAt(whole: Value, tokens: readonly string[]): Value | undefined {
  let value: Value | undefined = whole;
  for (const token of tokens.slice(0, -1)) value = value === undefined ? undefined : get(value, token);
  return isFields(value) || isList(value) ? value : undefined;
}

/** What a token names; negative indexes count from the end, as upstream's do. */
export function get(container: Value, token: string): Value | undefined {
  if (isFields(container)) return has(container, token) ? container[token] : undefined;
  if (!isList(container)) return undefined;
  const index = parseIndex(token);
  return index === undefined ? undefined : container.at(index);
}

/** Sets a field, which may be new, or an item of a list, which must be there. */
export function put(container: Value, token: string, value: Value): Value | undefined {
  if (isFields(container)) return fieldsFrom([...Object.entries(container), [token, value]]);
  if (!isList(container)) return undefined;
  const index = indexIn(token, container.length);
  return index === undefined ? undefined : container.with(index, value);
}

/** Sets a field, or puts an item in before the one a token names; after the last for `-`. */
export function insert(container: Value, token: string, value: Value): Value | undefined {
  if (!isList(container)) return put(container, token, value);
  if (token === '-') return [...container, value];
  const index = indexIn(token, container.length + 1);
  return index === undefined ? undefined : container.toSpliced(index, 0, value);
}

export function remove(container: Value, token: string): Value | undefined {
  if (isFields(container)) {
    if (!has(container, token)) return undefined;
    return fieldsFrom(Object.entries(container).filter(([field]) => field !== token));
  }
  if (!isList(container)) return undefined;
  const index = indexIn(token, container.length);
  return index === undefined ? undefined : container.toSpliced(index, 1);
}

function indexIn(token: string, places: number): number | undefined {
  const index = parseIndex(token);
  if (index === undefined || index >= places || index < -places) return undefined;
  return index < 0 ? places + index : index;
}

function parseIndex(token: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(token) ? Number(token) : undefined;
}
