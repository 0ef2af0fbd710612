import {z} from 'zod';
import type {Json} from '../../observation.ts';
import {isObject} from './json.ts';
import {type Matcher, matcherProblem, matches, shown} from './matchers.ts';

/** A part of an object, with the keys of `kubectl get -o yaml`; its scalars are matchers, a list's items may be anywhere. */
export type PartialManifest = {readonly [key: string]: Json};

/** One place where an object is not as wanted. `path` is written as people say it: `spec.containers[web].image`. */
export interface ManifestDifference {
  readonly path: string;
  readonly expected: string;
  readonly seen: string;
}

/** A value of a partial manifest as a lesson may write it. */
export const manifestValue: z.ZodType<Json> = z.json().superRefine((value, context) => {
  for (const problem of problemsIn(value)) context.addIssue({code: 'custom', message: problem});
});

function problemsIn(value: Json): readonly string[] {
  if (typeof value === 'string') {
    const problem = matcherProblem(value);
    return problem === undefined ? [] : [problem];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner: Json) => problemsIn(inner));
}

/** Every place where `seen` is not as wanted, in the order of what is wanted. */
export function manifestDifferences(wanted: Json, seen: Json | undefined, path = ''): readonly ManifestDifference[] {
  if (Array.isArray(wanted)) return listDifferences(wanted, seen, path);
  if (typeof wanted === 'object' && wanted !== null) return mapDifferences(wanted, seen, path);
  if (wanted === null) return seen === undefined || seen === null ? [] : [different(path, 'absent', seen)];
  return matches(wanted as Matcher, seen) ? [] : [different(path, shown(wanted), seen)];
}

function mapDifferences(
  wanted: {readonly [key: string]: Json} | readonly Json[],
  seen: Json | undefined,
  path: string,
): readonly ManifestDifference[] {
  const there = isObject(seen) ? seen : {};
  return Object.entries(wanted).flatMap(([key, value]: readonly [string, Json]) =>
    manifestDifferences(value, Object.hasOwn(there, key) ? there[key] : undefined, joined(path, key)),
  );
}

/** Each wanted item must be somewhere; of one that is nowhere, the item most like it is told about. */
function listDifferences(wanted: readonly Json[], seen: Json | undefined, path: string): readonly ManifestDifference[] {
  const items: readonly Json[] = Array.isArray(seen) ? seen : [];
  return wanted.flatMap((item) => {
    const tries = items.map((other) => manifestDifferences(item, other, `${path}[${nameOf(other) || nameOf(item)}]`));
    if (tries.some((differences) => differences.length === 0)) return [];
    const named = items.findIndex((other) => nameOf(other) !== '' && nameOf(other) === nameOf(item));
    const nearest = tries[named] ?? (tries.length === 1 ? tries[0] : undefined);
    return nearest ?? [different(path, shown(item), seen)];
  });
}

/** What tells one item of a list from the others. */
function nameOf(item: Json): string {
  if (!isObject(item)) return '';
  for (const key of ['name', 'type', 'key', 'port', 'mountPath', 'containerPort']) {
    const value = Object.hasOwn(item, key) ? item[key] : undefined;
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return '';
}

function different(path: string, expected: string, seen: Json | undefined): ManifestDifference {
  return {path, expected, seen: shown(seen)};
}

function joined(path: string, key: string): string {
  if (/[./]/.test(key)) return `${path}["${key}"]`;
  return path === '' ? key : `${path}.${key}`;
}
