import {msOf} from '../../kubernetes-api/values/durations.ts';
import type {PodObject} from '../workloads/kinds.ts';

export function isFinished({status}: PodObject): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** Counts as one of the wanted Pods: not over, and not on its way out. */
export function isActive(pod: PodObject): boolean {
  return !isFinished(pod) && pod.metadata.deletionTimestamp === undefined;
}

export function isReady({status}: PodObject): boolean {
  return status?.conditions?.some(({type, status}) => type === 'Ready' && status === 'True') ?? false;
}

/** Since when a Pod is ready, in milliseconds since 1970; undefined while it is not. */
export function readySinceMs({status}: PodObject): number | undefined {
  const ready = status?.conditions?.find(({type, status}) => type === 'Ready' && status === 'True');
  return ready && (msOf(ready.lastTransitionTime) ?? 0);
}

/** Ready for at least so long. */
export function isAvailable(pod: PodObject, minReadySeconds: number, now: number): boolean {
  if (minReadySeconds === 0) return isReady(pod);
  const since = readySinceMs(pod);
  return since !== undefined && since + minReadySeconds * 1000 <= now;
}

/** In how many milliseconds the first of the ready Pods becomes available; undefined when none is waited for. */
export function nextAvailableMs(pods: readonly PodObject[], minReadySeconds: number, now: number): number | undefined {
  if (minReadySeconds === 0) return undefined;
  let next: number | undefined;
  for (const pod of pods) {
    const since = readySinceMs(pod);
    const left = since === undefined ? 0 : since + minReadySeconds * 1000 - now;
    if (left > 0 && (next === undefined || left < next)) next = left;
  }
  return next;
}

/** The most restarts of any of its containers, and of those init containers that go on running. */
export function maxRestarts({spec, status}: PodObject): number {
  const lasting = new Set(spec.initContainers?.filter((one) => one.restartPolicy === 'Always').map(({name}) => name));
  const init = status?.initContainerStatuses?.filter(({name}) => lasting.has(name)) ?? [];
  return Math.max(0, ...[...(status?.containerStatuses ?? []), ...init].map(({restartCount}) => restartCount));
}
