import {same} from '../../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import type {ControllerContext} from '../../controller.ts';
import {collections, type JobObject, type PodObject} from '../kinds.ts';
import {formatIndexes, hasTracking, indexOf, isIndexed, parseIndexes, trackingFinalizer} from './job-pods.ts';
import type {Status} from './job-status.ts';
import {failureAction} from './pod-failure-policy.ts';

/** Lets a Pod go that was held until it was counted. */
export function releasePod({client}: ControllerContext, pod: PodObject): void {
  const finalizers = pod.metadata.finalizers?.filter((one) => one !== trackingFinalizer) ?? [];
  try {
    client.update(collections.pods, {...pod, metadata: {...pod.metadata, finalizers}});
  } catch (error) {
    if (!(error instanceof KubeRefusal && error.code === 404)) throw error;
  }
}

/** Whether a Pod counts as failed; one that is deleted never gets any further. */
export function hasFailed({spec}: JobObject, {metadata, status}: PodObject): boolean {
  if (status?.phase === 'Failed') return true;
  if (spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy) return false;
  return metadata.deletionTimestamp !== undefined && status?.phase !== 'Succeeded';
}

/**
 * Counts the Pods that are over, each once, whatever happens in between: what is about to be counted is noted in the
 * status, then its finalizer is taken away, then it is counted. Returns the Job with the new status.
 */
export function countFinished(context: ControllerContext, job: JobObject, pods: readonly PodObject[]): JobObject {
  const uncounted = job.status?.uncountedTerminatedPods ?? {};
  const noted = new Set([...(uncounted.succeeded ?? []), ...(uncounted.failed ?? [])]);
  const fresh = pods.filter((pod) => hasTracking(pod) && !noted.has(pod.metadata.uid));
  const succeeded = fresh.filter(({status}) => status?.phase === 'Succeeded');
  const failed = fresh.filter((pod) => hasFailed(job, pod));
  const counted = failed.filter((pod) => failureAction(job, pod).action !== 'Ignore');
  if (succeeded.length + failed.length + noted.size === 0) return job;
  const uids = (some: readonly PodObject[]) => some.map(({metadata}) => metadata.uid);
  const noting = {
    succeeded: [...(uncounted.succeeded ?? []), ...(isIndexed(job) ? [] : uids(succeeded))],
    failed: [...(uncounted.failed ?? []), ...uids(counted)],
  };
  const marked = writeJobStatus(context, job, {
    ...withIndexes(job, succeeded),
    uncountedTerminatedPods: {
      ...(noting.succeeded.length > 0 ? {succeeded: noting.succeeded} : {}),
      ...(noting.failed.length > 0 ? {failed: noting.failed} : {}),
    },
  });
  const held = pods.filter((pod) => hasTracking(pod) && (noted.has(pod.metadata.uid) || fresh.includes(pod)));
  for (const pod of held)
    if (noted.has(pod.metadata.uid) || succeeded.includes(pod) || failed.includes(pod)) releasePod(context, pod);
  return writeJobStatus(context, marked, withCounts(marked, noting));
}

/** An Indexed Job counts indexes and not Pods. */
function withIndexes(job: JobObject, succeeded: readonly PodObject[]): Status {
  if (!isIndexed(job)) return job.status ?? {};
  const indexes = parseIndexes(job.status?.completedIndexes);
  for (const pod of succeeded) {
    const index = indexOf(pod);
    if (index !== undefined && index < (job.spec.completions ?? 0)) indexes.add(index);
  }
  if (indexes.size === 0) return job.status ?? {};
  return {...job.status, completedIndexes: formatIndexes(indexes), succeeded: indexes.size};
}

function withCounts(
  {status}: JobObject,
  noted: {readonly succeeded: readonly string[]; readonly failed: readonly string[]},
) {
  const succeeded = (status?.succeeded ?? 0) + noted.succeeded.length;
  const failed = (status?.failed ?? 0) + noted.failed.length;
  return {
    ...status,
    ...(succeeded > 0 ? {succeeded} : {}),
    ...(failed > 0 ? {failed} : {}),
    uncountedTerminatedPods: {},
  };
}

/** Stores a status, if it is another one. */
export function writeJobStatus({client}: ControllerContext, job: JobObject, status: Status): JobObject {
  if (same(status, job.status)) return job;
  return client.update<JobObject>(collections.jobs, {...job, status}, {subresource: 'status'});
}
