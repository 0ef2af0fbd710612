import type {DeploymentObject, ReplicaSetObject} from '../kinds.ts';
import {
  conditionOf,
  isComplete,
  isProgressing,
  isTimedOut,
  type NewCondition,
  progressDeadlineMs,
  removeCondition,
  type Status,
  setCondition,
} from './conditions.ts';
import {availableTogether, boundsOf, wantedOf, wantedTogether} from './rollout.ts';

export interface Counted {
  readonly deployment: DeploymentObject;
  readonly all: readonly ReplicaSetObject[];
  readonly newest: ReplicaSetObject | undefined;
  readonly now: number;
}

/** What the ReplicaSets have come to. Counts of nothing are left out, as the API writes them. */
export function countedStatus({deployment, all, newest, now}: Counted): Status {
  const availableReplicas = availableTogether(all);
  const replicas = all.reduce((sum, {status}) => sum + (status?.replicas ?? 0), 0);
  const readyReplicas = all.reduce((sum, {status}) => sum + (status?.readyReplicas ?? 0), 0);
  const updatedReplicas = newest?.status?.replicas ?? 0;
  const unavailableReplicas = Math.max(0, wantedTogether(all) - availableReplicas);
  const {generation} = deployment.metadata;
  const {collisionCount, conditions = []} = deployment.status ?? {};
  const enough = availableReplicas >= wantedOf(deployment.spec) - boundsOf(deployment).maxUnavailable;
  return {
    ...(generation === undefined ? {} : {observedGeneration: generation}),
    ...(replicas > 0 ? {replicas} : {}),
    ...(updatedReplicas > 0 ? {updatedReplicas} : {}),
    ...(readyReplicas > 0 ? {readyReplicas} : {}),
    ...(availableReplicas > 0 ? {availableReplicas} : {}),
    ...(unavailableReplicas > 0 ? {unavailableReplicas} : {}),
    ...(collisionCount === undefined ? {} : {collisionCount}),
    conditions: setCondition(conditions, enough ? available : unavailable, now),
  };
}

const available: NewCondition = {
  type: 'Available',
  status: 'True',
  reason: 'MinimumReplicasAvailable',
  message: 'Deployment has minimum availability.',
};

const unavailable: NewCondition = {
  type: 'Available',
  status: 'False',
  reason: 'MinimumReplicasUnavailable',
  message: 'Deployment does not have minimum availability.',
};

/** The same with what is to be said about the rollout going on. */
export function rolloutStatus(counted: Counted): Status {
  const status = countedStatus(counted);
  const conditions = withFailure(progressConditions(counted, status), counted);
  return {...status, conditions};
}

function progressConditions({deployment, newest, now}: Counted, status: Status) {
  const conditions = status.conditions ?? [];
  if (progressDeadlineMs(deployment) === undefined) return removeCondition(conditions, 'Progressing');
  const current = conditionOf(deployment.status ?? {}, 'Progressing');
  const {replicas = 0, updatedReplicas = 0} = status;
  if (replicas === updatedReplicas && current?.reason === 'NewReplicaSetAvailable') return conditions;
  const subject = newest ? `ReplicaSet "${newest.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  const say = (state: 'True' | 'False', reason: string, end: string): NewCondition => {
    return {type: 'Progressing', status: state, reason, message: `${subject} ${end}`};
  };
  if (isComplete(deployment, status))
    return setCondition(conditions, say('True', 'NewReplicaSetAvailable', 'has successfully progressed.'), now);
  if (isProgressing(deployment.status ?? {}, status)) {
    const condition = say('True', 'ReplicaSetUpdated', 'is progressing.');
    const [fresh] = setCondition([], condition, now);
    if (!fresh) return conditions;
    // Every step counts as an update; only the deadline is told by it.
    const lastTransitionTime = current?.status === 'True' ? current.lastTransitionTime : fresh.lastTransitionTime;
    return [
      ...removeCondition(conditions, 'Progressing'),
      {...fresh, ...(lastTransitionTime ? {lastTransitionTime} : {})},
    ];
  }
  if (isTimedOut(deployment, status, now))
    return setCondition(conditions, say('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'), now);
  return conditions;
}

/** What keeps a set from making its Pods is said of the Deployment too; the newest set's comes first. */
function withFailure(conditions: NonNullable<Status['conditions']>, {all, newest, now}: Counted) {
  const sets = newest ? [newest, ...all] : all;
  for (const {status} of sets) {
    const failure = status?.conditions?.find(({type}) => type === 'ReplicaFailure');
    if (!failure) continue;
    const {reason = '', message = ''} = failure;
    return setCondition(conditions, {type: 'ReplicaFailure', status: 'True', reason, message}, now);
  }
  return removeCondition(conditions, 'ReplicaFailure');
}
