import type {JobObject, PodObject} from '../kinds.ts';
import {deletionOrder} from '../replicasets/deletion-order.ts';
import {indexOf, isIndexed, parseIndexes} from './job-pods.ts';

/** How many Pods a Job wants to run now. */
export function wantedActive({spec, status}: JobObject, active: number): number {
  const {completions, parallelism = 1} = spec;
  const succeeded = status?.succeeded ?? 0;
  // Without a number, the first success says that the work is done.
  if (completions === undefined) return succeeded > 0 ? Math.min(active, parallelism) : parallelism;
  return Math.min(Math.max(0, completions - succeeded), parallelism);
}

/** The active Pods a Job has too many of. */
export function surplus(
  job: JobObject,
  active: readonly PodObject[],
  {wanted, now}: {readonly wanted: number; readonly now: number},
): readonly PodObject[] {
  const extra = isIndexed(job) ? withWrongIndex(job, active) : [];
  const others = active.filter((pod) => !extra.includes(pod));
  const count = others.length - wanted;
  return count <= 0 ? extra : [...extra, ...deletionOrder(others, [], now).slice(0, count)];
}

/** Pods for an index that is done, that is not asked for, or that has a Pod already. */
function withWrongIndex({spec, status}: JobObject, active: readonly PodObject[]): readonly PodObject[] {
  const taken = parseIndexes(status?.completedIndexes);
  return active.filter((pod) => {
    const index = indexOf(pod);
    if (index === undefined || index >= (spec.completions ?? 0) || taken.has(index)) return true;
    taken.add(index);
    return false;
  });
}

/** The lowest indexes that are not done and have no active Pod. */
export function freeIndexes({spec, status}: JobObject, active: readonly PodObject[], count: number): readonly number[] {
  const taken = parseIndexes(status?.completedIndexes);
  for (const pod of active) taken.add(indexOf(pod) ?? -1);
  const free: number[] = [];
  for (let index = 0; index < (spec.completions ?? 0) && free.length < count; index += 1)
    if (!taken.has(index)) free.push(index);
  return free;
}
