/** A JSON object of the Engine's, read narrowly: nothing is taken for granted but that it is JSON. */
export interface Json {
  readonly [key: string]: unknown;
}

/** The object, or an empty one when it is anything else. */
export function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/** The texts under the keys of an object: labels, options. */
export function textMap(value: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(object(value)).map(([key, item]) => [key, text(item)]));
}
