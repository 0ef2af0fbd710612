import type {JobCondition, JobStatus} from 'kubernetes-types/batch/v1';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {timestamp} from '../../event-recorder.ts';
import type {JobObject} from '../kinds.ts';

export type Status = Frozen<JobStatus>;
export type Condition = Frozen<JobCondition>;

/** How a Job ends, and why. */
export interface Ending {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

export const completed: Ending = {
  type: 'Complete',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

export function hasCondition({status}: JobObject, type: string): boolean {
  return status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
}

export function isFinishedJob(job: JobObject): boolean {
  return hasCondition(job, 'Complete') || hasCondition(job, 'Failed');
}

/** The condition that says a Job is over, when it is. */
export function finishedCondition({status}: JobObject): Condition | undefined {
  return status?.conditions?.find(({type, status}) => (type === 'Complete' || type === 'Failed') && status === 'True');
}

/** How a Job is ending whose last Pods are still on their way out. */
export function endingOf({status}: JobObject): Ending | undefined {
  for (const {type, status: state, reason = '', message = ''} of status?.conditions ?? []) {
    if (state !== 'True') continue;
    if (type === 'FailureTarget') return {type: 'Failed', reason, message};
    if (type === 'SuccessCriteriaMet') return {type: 'Complete', reason, message};
  }
  return undefined;
}

/** Conditions with the announcement of the end, and with the end itself once no Pod is left. */
export function endingConditions(
  before: readonly Condition[],
  {type, reason, message}: Ending,
  {over, now}: {readonly over: boolean; readonly now: number},
): readonly Condition[] {
  const time = timestamp(now);
  const say = (name: string): Condition => {
    return {type: name, status: 'True', lastProbeTime: time, lastTransitionTime: time, reason, message};
  };
  const announcement = type === 'Failed' ? 'FailureTarget' : 'SuccessCriteriaMet';
  const announced = before.some((condition) => condition.type === announcement)
    ? before
    : [...before, say(announcement)];
  return over ? [...announced, say(type)] : announced;
}

/** Conditions with whether the Job is suspended; the same ones when that is not news. */
export function suspendConditions(before: readonly Condition[], suspend: boolean, now: number): readonly Condition[] {
  const known = before.find(({type}) => type === 'Suspended');
  if (known ? (known.status === 'True') === suspend : !suspend) return before;
  const time = timestamp(now);
  const condition: Condition = {
    type: 'Suspended',
    status: suspend ? 'True' : 'False',
    lastProbeTime: time,
    lastTransitionTime: time,
    reason: suspend ? 'JobSuspended' : 'JobResumed',
    message: suspend ? 'Job suspended' : 'Job resumed',
  };
  return known ? before.map((one) => (one === known ? condition : one)) : [...before, condition];
}
