/**
 * Narrow readers for the JSON of a Docker Engine. Fields come and go between versions and between Docker and
 * Podman, so that a missing or strange one reads as its empty value and unknown ones are never looked at.
 */

export type JsonObject = {readonly [key: string]: unknown};

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys, undefined where the path ends early. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isObject(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

export function text(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

export function number(value: unknown, ...path: readonly string[]): number {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : 0;
}

export function flag(value: unknown, ...path: readonly string[]): boolean {
  return at(value, ...path) === true;
}

export function list(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function object(value: unknown, ...path: readonly string[]): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

export function texts(value: unknown, ...path: readonly string[]): readonly string[] {
  const found = at(value, ...path);
  // Podman writes a command of one word without the list.
  if (typeof found === 'string') return found === '' ? [] : [found];
  return list(found).filter((item) => typeof item === 'string');
}

export function textMap(value: unknown, ...path: readonly string[]): {readonly [name: string]: string} {
  const entries = Object.entries(object(value, ...path));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
