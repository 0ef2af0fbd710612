import type {DeploymentCondition, DeploymentStatus} from 'kubernetes-types/apps/v1';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {msOf} from '../../../kubernetes-api/values/durations.ts';
import {timestamp} from '../../event-recorder.ts';
import type {DeploymentObject} from '../kinds.ts';

export type Condition = Frozen<DeploymentCondition>;
export type Status = Frozen<DeploymentStatus>;
export type Conditions = readonly Condition[];

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
export type Reason =
  | 'MinimumReplicasAvailable'
  | 'MinimumReplicasUnavailable'
  | 'NewReplicaSetCreated'
  | 'FoundNewReplicaSet'
  | 'ReplicaSetUpdated'
  | 'NewReplicaSetAvailable'
  | 'ReplicaSetCreateError'
  | 'ProgressDeadlineExceeded'
  | 'DeploymentPaused'
  | 'DeploymentResumed';

export interface NewCondition {
  readonly type: 'Available' | 'Progressing' | 'ReplicaFailure';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

export function conditionOf({conditions}: {readonly conditions?: Conditions}, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Conditions with one set; the same status for the same reason is no news. */
export function setCondition(
  conditions: Conditions,
  {type, status, reason, message}: NewCondition,
  now: number,
): Conditions {
  const before = conditions.find((condition) => condition.type === type);
  if (before?.status === status && before.reason === reason) return conditions;
  const time = timestamp(now);
  const lastTransitionTime = (before?.status === status && before.lastTransitionTime) || time;
  const condition = {type, status, lastUpdateTime: time, lastTransitionTime, reason, message};
  return [...removeCondition(conditions, type), condition];
}

export function removeCondition(conditions: Conditions, type: string): Conditions {
  return conditions.some((condition) => condition.type === type)
    ? conditions.filter((condition) => condition.type !== type)
    : conditions;
}

const never = 2 ** 31 - 1;

/** How long a rollout may stand still, in milliseconds; undefined when it may for ever. */
export function progressDeadlineMs({spec}: DeploymentObject): number | undefined {
  const seconds = spec.progressDeadlineSeconds;
  return seconds === undefined || seconds === null || seconds === never ? undefined : seconds * 1000;
}

/** Everything wanted is there, is of the newest template, and is available. */
export function isComplete({metadata, spec}: DeploymentObject, status: Status): boolean {
  const wanted = spec.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

/** Whether anything came nearer since the last status. */
export function isProgressing(before: Status, after: Status): boolean {
  const old = ({replicas = 0, updatedReplicas = 0}: Status) => replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** Whether a rollout has stood still for longer than it may. */
export function isTimedOut(deployment: DeploymentObject, status: Status, now: number): boolean {
  const condition = conditionOf(status, 'Progressing');
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  const left = progressLeftMs(deployment, condition, now);
  return left !== undefined && left < 0;
}

/** How long until it has stood still for too long. */
export function progressLeftMs(deployment: DeploymentObject, condition: Condition, now: number): number | undefined {
  const deadline = progressDeadlineMs(deployment);
  return deadline === undefined ? undefined : (msOf(condition.lastUpdateTime) ?? 0) + deadline - now;
}
