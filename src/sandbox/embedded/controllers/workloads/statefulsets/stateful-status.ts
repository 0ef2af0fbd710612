import type {StatefulSetStatus} from 'kubernetes-types/apps/v1';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {isAvailable} from '../../pods/pod-facts.ts';
import type {PodObject, StatefulSetObject} from '../kinds.ts';
import {isRunningAndReady, isTerminating, revisionOf, wantedOf} from './stateful-pods.ts';
import type {StatefulRevisions} from './stateful-revisions.ts';

export type Status = Frozen<StatefulSetStatus>;

/** What a StatefulSet says of its Pods. Counts of nothing are left out, but for those the API always writes. */
export function statefulStatus(
  set: StatefulSetObject,
  pods: readonly PodObject[],
  {revisions, now}: {readonly revisions: StatefulRevisions; readonly now: number},
): Status {
  const {current, update} = revisions;
  const ready = pods.filter(isRunningAndReady);
  const available = ready.filter((pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, now)).length;
  const staying = pods.filter((pod) => !isTerminating(pod));
  const ofRevision = (name: string) => staying.filter((pod) => revisionOf(pod) === name).length;
  const updated = ofRevision(update.metadata.name);
  const wanted = wantedOf(set);
  // A rolling update that is through makes its revision the current one.
  const isDone =
    (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate' &&
    updated === wanted &&
    ready.length === wanted &&
    pods.length === wanted;
  const currentName = isDone ? update.metadata.name : current.metadata.name;
  const currentReplicas = isDone ? updated : ofRevision(current.metadata.name);
  const {generation} = set.metadata;
  return {
    ...(generation === undefined ? {} : {observedGeneration: generation}),
    replicas: pods.length,
    ...(ready.length > 0 ? {readyReplicas: ready.length} : {}),
    ...(currentReplicas > 0 ? {currentReplicas} : {}),
    ...(updated > 0 ? {updatedReplicas: updated} : {}),
    currentRevision: currentName,
    updateRevision: update.metadata.name,
    collisionCount: set.status?.collisionCount ?? 0,
    availableReplicas: available,
    ...(set.status?.conditions === undefined ? {} : {conditions: set.status.conditions}),
  };
}
