import type {ReplicaSetObject} from '../kinds.ts';
import type {DeploymentSets} from './deployment-sets.ts';
import {activeSets, boundsOf, byCreation, newSetReplicas, wantedOf, wantedTogether} from './rollout.ts';

/**
 * One step of a rolling update: the newest set grows as far as allowed, else the old ones shrink as far as allowed. True
 * when something was done.
 */
export function rollingStep(sets: DeploymentSets): boolean {
  return growNewest(sets) || shrinkOld(sets);
}

function growNewest(sets: DeploymentSets): boolean {
  const {deployment, newest} = sets;
  if (!newest) return false;
  const wanted = wantedOf(deployment.spec);
  if (wantedOf(newest.spec) === wanted) return false;
  if (wantedOf(newest.spec) > wanted) return sets.scale(newest, wanted);
  return sets.scale(newest, newSetReplicas(deployment, sets.all, newest.spec));
}

function shrinkOld(sets: DeploymentSets): boolean {
  const {deployment, newest} = sets;
  const old = activeSets(sets.old);
  if (old.length === 0) return false;
  const least = wantedOf(deployment.spec) - boundsOf(deployment).maxUnavailable;
  const newestUnavailable = newest ? wantedOf(newest.spec) - (newest.status?.availableReplicas ?? 0) : 0;
  const mayGo = wantedTogether(sets.all) - least - newestUnavailable;
  if (mayGo <= 0) return false;
  const unhealthy = shrink(sets, old, {
    most: mayGo,
    spare: ({spec, status}) => wantedOf(spec) - (status?.availableReplicas ?? 0),
  });
  const rest = activeSets(sets.old);
  const healthy = shrink(sets, rest, {
    most: keptAvailable(sets.all) - least,
    spare: ({spec}) => wantedOf(spec),
  });
  return unhealthy + healthy > 0;
}

/** What is available and stays so when every set has given up what it does not want any more. */
function keptAvailable(sets: readonly ReplicaSetObject[]): number {
  return sets.reduce((sum, {spec, status}) => sum + Math.min(wantedOf(spec), status?.availableReplicas ?? 0), 0);
}

/** Takes Pods from the oldest sets first: of each at most what it can spare, of all together at most so many. */
function shrink(
  sets: DeploymentSets,
  from: readonly ReplicaSetObject[],
  {most, spare}: {readonly most: number; readonly spare: (set: ReplicaSetObject) => number},
): number {
  let done = 0;
  for (const set of [...from].sort(byCreation)) {
    const count = Math.min(most - done, spare(set), wantedOf(set.spec));
    if (count <= 0) continue;
    sets.scale(set, wantedOf(set.spec) - count);
    done += count;
  }
  return done;
}
