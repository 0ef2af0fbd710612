import {keyOfObject} from '../../../kubernetes-api/object.ts';
import {msOf} from '../../../kubernetes-api/values/durations.ts';
import type {Controller} from '../../controller.ts';
import {collections, type JobObject} from '../kinds.ts';
import {finishedCondition} from './job-status.ts';

/** Deletes Jobs some time after their end. https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/ */
export function createTtlAfterFinishedController(): Controller {
  let enqueueLater: (key: string, afterMs: number) => void = () => {};
  return {
    name: 'ttl-after-finished',
    setup({informers}, enqueue) {
      enqueueLater = enqueue;
      const look = (job: JobObject) => {
        if (job.spec.ttlSecondsAfterFinished !== undefined && finishedCondition(job)) enqueue(keyOfObject(job));
      };
      informers.of<JobObject>(collections.jobs).on({added: look, changed: look});
    },
    reconcile(key, {client, clock, informers}) {
      const job = informers.of<JobObject>(collections.jobs).byKey(key);
      const ttl = job?.spec.ttlSecondsAfterFinished;
      const condition = job && finishedCondition(job);
      if (!job || ttl === undefined || !condition || job.metadata.deletionTimestamp !== undefined) return;
      const leftMs = (msOf(condition.lastTransitionTime) ?? 0) + ttl * 1000 - clock.now();
      if (leftMs > 0) return enqueueLater(key, leftMs);
      const {namespace = '', name, uid} = job.metadata;
      client.delete(collections.jobs, namespace, name, {uid, propagation: 'Foreground'});
    },
  };
}
