import {msOf} from '../../../kubernetes-api/values/durations.ts';
import {scaledValue} from '../../../kubernetes-api/values/int-or-string.ts';
import type {DeploymentObject, ReplicaSetObject} from '../kinds.ts';

/** How many Pods more and fewer than wanted a rollout may have. */
export interface Bounds {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** The bounds of a rolling update: surge is rounded up, unavailable down, and one of them is at least 1. */
export function boundsOf({spec}: DeploymentObject): Bounds {
  if (spec.strategy?.type === 'Recreate' || wantedOf(spec) === 0) return {maxSurge: surgeOf(spec), maxUnavailable: 0};
  const unavailable = scaledValue(spec.strategy?.rollingUpdate?.maxUnavailable ?? '25%', wantedOf(spec), 'down') ?? 0;
  const maxSurge = surgeOf(spec);
  const maxUnavailable = unavailable === 0 && maxSurge === 0 ? 1 : unavailable;
  return {maxSurge, maxUnavailable: Math.min(maxUnavailable, wantedOf(spec))};
}

function surgeOf(spec: DeploymentObject['spec']): number {
  if (spec.strategy?.type === 'Recreate') return 0;
  return scaledValue(spec.strategy?.rollingUpdate?.maxSurge ?? '25%', wantedOf(spec), 'up') ?? 0;
}

/** How many Pods something wants; 1 when it does not say. */
export function wantedOf(spec: {readonly replicas?: number}): number {
  return spec.replicas ?? 1;
}

/** How many Pods several ReplicaSets want together. */
export function wantedTogether(sets: readonly ReplicaSetObject[]): number {
  return sets.reduce((sum, {spec}) => sum + wantedOf(spec), 0);
}

export function availableTogether(sets: readonly ReplicaSetObject[]): number {
  return sets.reduce((sum, {status}) => sum + (status?.availableReplicas ?? 0), 0);
}

/** How many Pods the newest ReplicaSet may want now, so that there are never more than allowed. */
export function newSetReplicas(
  deployment: DeploymentObject,
  all: readonly ReplicaSetObject[],
  newest: {readonly replicas?: number},
): number {
  const wanted = wantedOf(deployment.spec);
  if (deployment.spec.strategy?.type === 'Recreate') return wanted;
  const most = wanted + boundsOf(deployment).maxSurge;
  const current = wantedTogether(all);
  const has = wantedOf(newest);
  return current >= most ? has : has + Math.min(most - current, wanted - has);
}

export function byCreation(one: ReplicaSetObject, other: ReplicaSetObject): number {
  const [first, second] = [msOf(one.metadata.creationTimestamp) ?? 0, msOf(other.metadata.creationTimestamp) ?? 0];
  return first - second || (one.metadata.name < other.metadata.name ? -1 : 1);
}

/** ReplicaSets that want Pods. */
export function activeSets(sets: readonly ReplicaSetObject[]): readonly ReplicaSetObject[] {
  return sets.filter(({spec}) => wantedOf(spec) > 0);
}
