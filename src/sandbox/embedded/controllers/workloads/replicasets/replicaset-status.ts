import type {ReplicaSetCondition, ReplicaSetStatus} from 'kubernetes-types/apps/v1';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {hasLabels} from '../../../kubernetes-api/values/label-selector.ts';
import {timestamp} from '../../event-recorder.ts';
import {isAvailable, isReady} from '../../pods/pod-facts.ts';
import type {PodObject, ReplicaSetObject} from '../kinds.ts';

export type Status = Frozen<ReplicaSetStatus>;
type Condition = Frozen<ReplicaSetCondition>;

/** What did not go well, and which way: too few Pods could not be made, or too many not deleted. */
export interface ScalingFailure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly message: string;
}

/** What a ReplicaSet says of its Pods. Counts of nothing are left out, as the API writes them. */
export function replicaSetStatus(
  {metadata, spec, status}: ReplicaSetObject,
  pods: readonly PodObject[],
  {failure, now}: {readonly failure: ScalingFailure | undefined; readonly now: number},
): Status {
  const wanted = spec.template?.metadata?.labels;
  let fullyLabeledReplicas = 0;
  let readyReplicas = 0;
  let availableReplicas = 0;
  for (const pod of pods) {
    if (hasLabels(pod.metadata.labels, wanted)) fullyLabeledReplicas += 1;
    if (!isReady(pod)) continue;
    readyReplicas += 1;
    if (isAvailable(pod, spec.minReadySeconds ?? 0, now)) availableReplicas += 1;
  }
  const conditions = conditionsAfter(status?.conditions ?? [], failure, now);
  return {
    replicas: pods.length,
    ...(fullyLabeledReplicas > 0 ? {fullyLabeledReplicas} : {}),
    ...(readyReplicas > 0 ? {readyReplicas} : {}),
    ...(availableReplicas > 0 ? {availableReplicas} : {}),
    ...(metadata.generation === undefined ? {} : {observedGeneration: metadata.generation}),
    ...(conditions.length > 0 ? {conditions} : {}),
  };
}

function conditionsAfter(
  before: readonly Condition[],
  failure: ScalingFailure | undefined,
  now: number,
): readonly Condition[] {
  const others = before.filter(({type}) => type !== 'ReplicaFailure');
  if (!failure) return others;
  // The first failure stands until all is well.
  if (others.length < before.length) return before;
  return [...others, {type: 'ReplicaFailure', status: 'True', lastTransitionTime: timestamp(now), ...failure}];
}
