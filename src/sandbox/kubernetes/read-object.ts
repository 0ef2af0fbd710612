import type {KubeObject} from './api.ts';

/** What is at a path of an object, as a type it was asked for; the empty one of that type when it is something else. */
export function objectAt(of: unknown, ...path: readonly string[]): KubeObject {
  const value = at(of, path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as KubeObject) : {};
}

export function textAt(of: unknown, ...path: readonly string[]): string {
  const value = at(of, path);
  return typeof value === 'string' ? value : '';
}

export function numberAt(of: unknown, ...path: readonly string[]): number {
  const value = at(of, path);
  return typeof value === 'number' ? value : 0;
}

export function listAt(of: unknown, ...path: readonly string[]): readonly KubeObject[] {
  const value = at(of, path);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : [];
}

function at(of: unknown, path: readonly string[]): unknown {
  let value: unknown = of;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as KubeObject)[key];
  }
  return value;
}
