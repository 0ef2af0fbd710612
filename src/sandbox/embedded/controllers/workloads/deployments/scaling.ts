import type {DeploymentObject, ReplicaSetObject} from '../kinds.ts';
import type {DeploymentSets} from './deployment-sets.ts';
import {desiredAnnotation, maxAnnotation} from './revisions.ts';
import {activeSets, boundsOf, byCreation, wantedOf, wantedTogether} from './rollout.ts';

/** Whether the Deployment was scaled since its ReplicaSets last were. */
export function wasScaled({spec}: DeploymentObject, sets: readonly ReplicaSetObject[]): boolean {
  const active = activeSets(sets);
  // Without proportions there is nothing to scale them by: the rollout goes on, and brings the right size along.
  if (spec.strategy?.type === 'Recreate' && active.length > 1) return false;
  return active.some(({metadata}) => {
    const desired = metadata.annotations?.[desiredAnnotation];
    return desired !== undefined && Number(desired) !== wantedOf(spec);
  });
}

/**
 * Brings the sets to the Deployment's new size: the one that wants Pods takes all; in the midst of a rollout each gets its
 * share, so that a bad template does not get more than it had.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling
 */
export function scaleSets(sets: DeploymentSets): void {
  const {deployment, newest, old} = sets;
  const wanted = wantedOf(deployment.spec);
  const only = onlyActive(sets);
  if (only) {
    if (wantedOf(only.spec) !== wanted) sets.scale(only, wanted);
    return;
  }
  if (newest && isSaturated(deployment, newest)) {
    for (const set of activeSets(old)) sets.scale(set, 0);
    return;
  }
  if (deployment.spec.strategy?.type !== 'Recreate') scaleInProportion(sets);
}

/** The set that wants Pods when no other does; when none does, the newest there is. */
function onlyActive({newest, old}: DeploymentSets): ReplicaSetObject | undefined {
  const active = activeSets(newest ? [newest, ...old] : old);
  if (active.length > 1) return undefined;
  return active[0] ?? newest ?? [...old].sort(byCreation).at(-1);
}

function isSaturated({spec}: DeploymentObject, {metadata, spec: set, status}: ReplicaSetObject): boolean {
  const wanted = wantedOf(spec);
  const desired = Number(metadata.annotations?.[desiredAnnotation] ?? Number.NaN);
  return wantedOf(set) === wanted && desired === wanted && (status?.availableReplicas ?? 0) === wanted;
}

function scaleInProportion(sets: DeploymentSets): void {
  const {deployment} = sets;
  const wanted = wantedOf(deployment.spec);
  const allowed = wanted > 0 ? wanted + boundsOf(deployment).maxSurge : 0;
  const active = activeSets(sets.all);
  const toAdd = allowed - wantedTogether(active);
  // What comes first gets what is left over: the largest, then the newer when growing, the older when shrinking.
  const ordered = [...active].sort(
    (one, other) =>
      wantedOf(other.spec) - wantedOf(one.spec) || (toAdd > 0 ? byCreation(other, one) : byCreation(one, other)),
  );
  let added = 0;
  const sizes = ordered.map((set) => {
    const share = shareOf(deployment, set, {toAdd, added});
    added += share;
    return wantedOf(set.spec) + share;
  });
  for (const [index, set] of ordered.entries()) {
    const leftOver = index === 0 ? toAdd - added : 0;
    sets.scale(set, Math.max(0, (sizes[index] ?? 0) + leftOver));
  }
}

function shareOf(
  deployment: DeploymentObject,
  set: ReplicaSetObject,
  {toAdd, added}: {readonly toAdd: number; readonly added: number},
): number {
  const has = wantedOf(set.spec);
  if (has === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(deployment, set);
  const left = toAdd - added;
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}

function fractionOf(deployment: DeploymentObject, {metadata, spec}: ReplicaSetObject): number {
  const has = wantedOf(spec);
  if (wantedOf(deployment.spec) === 0) return -has;
  const most = wantedOf(deployment.spec) + boundsOf(deployment).maxSurge;
  const mostBefore = Number(metadata.annotations?.[maxAnnotation] ?? 0) || deployment.status?.replicas || most;
  return Math.round((has * most) / mostBefore) - has;
}
