/** A JSON object of the API's, read narrowly: nothing is taken for granted but that it is JSON. */
export interface Json {
  readonly [key: string]: unknown;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one when it is anything else. */
export function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function objects(value: unknown): readonly Json[] {
  return list(value).filter(isObject);
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function texts(value: unknown): readonly string[] {
  return list(value).filter((item) => typeof item === 'string');
}

export function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** The texts under the keys of an object, in the order of the keys: labels, annotations. */
export function sortedTexts(value: unknown): readonly (readonly [string, string])[] {
  return Object.entries(object(value))
    .map(([key, item]) => [key, text(item)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What lies under keys, one below the other; undefined where one is missing. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => object(inner)[key], value);
}

/** `metadata` of an object, the fields that every command reads. */
export function metaOf(value: unknown): {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
} {
  const meta = object(object(value)['metadata']);
  return {
    name: text(meta['name']),
    namespace: text(meta['namespace']),
    uid: text(meta['uid']),
    resourceVersion: text(meta['resourceVersion']),
  };
}

/** The object with one key of it changed; undefined takes the key away. */
export function withKey(value: Json, key: string, item: unknown): Json {
  if (item !== undefined) return {...value, [key]: item};
  const {[key]: _, ...rest} = value;
  return rest;
}
