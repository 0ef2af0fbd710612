import type {Json} from '../../observation.ts';

/** An object of plain JSON. */
export type JsonObject = {readonly [key: string]: Json};

/** Text at a path, '' when there is none. */
export function textIn(object: Json | undefined, ...path: readonly string[]): string {
  const value = valueIn(object, path);
  return typeof value === 'string' ? value : '';
}

export function numberIn(object: Json | undefined, ...path: readonly string[]): number {
  const value = valueIn(object, path);
  return typeof value === 'number' ? value : 0;
}

export function listIn(object: Json | undefined, ...path: readonly string[]): readonly JsonObject[] {
  const value = valueIn(object, path);
  return Array.isArray(value) ? value.filter((one): one is JsonObject => isObject(one)) : [];
}

export function objectIn(object: Json | undefined, ...path: readonly string[]): JsonObject {
  const value = valueIn(object, path);
  return isObject(value) ? value : {};
}

/** Whatever is at a path; undefined when nothing is. */
export function valueIn(object: Json | undefined, path: readonly string[]): Json | undefined {
  let value = object;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
