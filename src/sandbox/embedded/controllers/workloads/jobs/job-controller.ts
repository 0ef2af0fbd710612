import {controllerOf, keyOfObject} from '../../../kubernetes-api/object.ts';
import {labelMatcher} from '../../../kubernetes-api/values/label-selector.ts';
import type {Controller, ControllerContext} from '../../controller.ts';
import {claim} from '../../pods/claim.ts';
import {watchOwned} from '../../pods/watch-owned.ts';
import {collections, type JobObject, type PodObject} from '../kinds.ts';
import {JobBackoff} from './job-backoff.ts';
import {JobLook} from './job-look.ts';
import {hasTracking} from './job-pods.ts';
import {isFinishedJob} from './job-status.ts';
import {releasePod} from './job-tracking.ts';

/** Keys of Pods whose Job is gone; no key of a Job begins like this. */
const orphan = 'orphan:';

/** Runs Pods until enough of them have succeeded. https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
export function createJobController(): Controller {
  const backoffs = new Map<string, JobBackoff>();
  let enqueueLater: (key: string, afterMs: number) => void = () => {};
  return {
    name: 'job',
    setup(context, enqueue) {
      enqueueLater = enqueue;
      const jobs = context.informers.of<JobObject>(collections.jobs);
      const pods = context.informers.of<PodObject>(collections.pods);
      watchOwned({
        owners: jobs,
        ownerKind: 'Job',
        owned: pods,
        matches: ({spec}, labels) => labelMatcher(spec.selector)(labels),
        enqueue,
      });
      const letGo = (pod: PodObject) => {
        const owner = controllerOf(pod);
        const job = jobs.get(pod.metadata.namespace, owner?.name ?? '');
        if (hasTracking(pod) && job?.metadata.uid !== owner?.uid) enqueue(orphan + keyOfObject(pod));
      };
      pods.on({added: letGo, changed: letGo});
      jobs.on({
        removed({metadata}) {
          backoffs.delete(metadata.uid);
          for (const pod of pods.ownedBy(metadata.uid)) letGo(pod);
        },
      });
    },
    reconcile(key, context) {
      if (key.startsWith(orphan)) return releaseOrphan(context, key.slice(orphan.length));
      const job = context.informers.of<JobObject>(collections.jobs).byKey(key);
      if (!job) return;
      const {uid} = job.metadata;
      const backoff = backoffs.get(uid) ?? new JobBackoff();
      backoffs.set(uid, backoff);
      const look = new JobLook(context, job, {backoff, later: (afterMs) => enqueueLater(key, afterMs)});
      look.look(podsOf(context, job));
      if (isFinishedJob(look.job)) backoffs.delete(uid);
    },
  };
}

function podsOf({client, informers}: ControllerContext, job: JobObject): readonly PodObject[] {
  return claim({
    client,
    resource: collections.pods,
    ownerResource: collections.jobs,
    owner: job,
    candidates: informers.of<PodObject>(collections.pods),
    matches: labelMatcher(job.spec.selector),
  });
}

function releaseOrphan(context: ControllerContext, key: string): void {
  const pod = context.informers.of<PodObject>(collections.pods).byKey(key);
  if (!pod || !hasTracking(pod)) return;
  const owner = controllerOf(pod);
  const job = context.informers.of<JobObject>(collections.jobs).get(pod.metadata.namespace, owner?.name ?? '');
  if (job === undefined || job.metadata.uid !== owner?.uid) releasePod(context, pod);
}
