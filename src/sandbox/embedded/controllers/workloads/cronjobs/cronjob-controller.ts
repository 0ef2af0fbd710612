import type {CronJobStatus} from 'kubernetes-types/batch/v1';
import {type Frozen, same} from '../../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import {msOf} from '../../../kubernetes-api/values/durations.ts';
import type {Controller, ControllerContext} from '../../controller.ts';
import {timestamp} from '../../event-recorder.ts';
import {controllerReference} from '../../pods/make-pod.ts';
import {isNamespaceTerminating} from '../../pods/pod-control.ts';
import {watchOwned} from '../../pods/watch-owned.ts';
import {finishedCondition, isFinishedJob} from '../jobs/job-status.ts';
import {type CronJobObject, collections, type JobObject} from '../kinds.ts';
import {dueSince} from './due.ts';
import {parseSchedule, type Schedule} from './schedule.ts';

type Status = Frozen<CronJobStatus>;

const scheduledAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
/** A little after the time, so that it has come for sure. */
const slackMs = 100;

/** Makes Jobs by a schedule. https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
export function createCronJobController(): Controller {
  let enqueueLater: (key: string, afterMs: number) => void = () => {};
  return {
    name: 'cronjob',
    setup(context, enqueue) {
      enqueueLater = enqueue;
      watchOwned({
        owners: context.informers.of<CronJobObject>(collections.cronJobs),
        ownerKind: 'CronJob',
        owned: context.informers.of<JobObject>(collections.jobs),
        matches: () => false,
        enqueue,
      });
    },
    reconcile(key, context) {
      const cronJob = context.informers.of<CronJobObject>(collections.cronJobs).byKey(key);
      if (!cronJob) return;
      const next = new CronJobLook(context, cronJob).look();
      if (next !== undefined) enqueueLater(key, next - context.clock.now() + slackMs);
    },
  };
}

class CronJobLook {
  readonly #context: ControllerContext;
  #cronJob: CronJobObject;

  constructor(context: ControllerContext, cronJob: CronJobObject) {
    this.#context = context;
    this.#cronJob = cronJob;
  }

  /** Returns when to look again. */
  look(): number | undefined {
    this.#forgetFinished();
    this.#writeStatus(this.#withoutEnded());
    const {metadata, spec} = this.#cronJob;
    if (metadata.deletionTimestamp !== undefined) return undefined;
    const schedule = parseSchedule(spec.schedule, spec.timeZone);
    if (!schedule) {
      this.#warn('UnparseableSchedule', `unparseable schedule for cronjob: ${spec.schedule}`);
      return undefined;
    }
    if (spec.suspend === true) return undefined;
    const due = this.#due(schedule);
    if (due !== undefined) this.#startDue(due);
    return schedule.next(this.#context.clock.now());
  }

  #jobs(): readonly JobObject[] {
    return this.#context.informers.of<JobObject>(collections.jobs).ownedBy(this.#cronJob.metadata.uid);
  }

  #say(reason: string, message: string): void {
    this.#context.event(this.#cronJob, {type: 'Normal', reason, message});
  }

  #warn(reason: string, message: string): void {
    this.#context.event(this.#cronJob, {type: 'Warning', reason, message});
  }

  #writeStatus(status: Status): void {
    if (same(status, this.#cronJob.status ?? {})) return;
    const draft = {...this.#cronJob, status};
    this.#cronJob = this.#context.client.update(collections.cronJobs, draft, {subresource: 'status'});
  }

  /** Deletes the oldest Jobs beyond those that are kept to be looked at. */
  #forgetFinished(): void {
    const {failedJobsHistoryLimit = 1, successfulJobsHistoryLimit = 3} = this.#cronJob.spec;
    const jobs = this.#jobs();
    this.#forget(
      jobs.filter((job) => finishedCondition(job)?.type === 'Complete'),
      successfulJobsHistoryLimit,
    );
    this.#forget(
      jobs.filter((job) => finishedCondition(job)?.type === 'Failed'),
      failedJobsHistoryLimit,
    );
  }

  #forget(jobs: readonly JobObject[], limit: number): void {
    const started = ({status}: JobObject) => msOf(status?.startTime) ?? 0;
    const byStart = [...jobs].sort(
      (one, other) => started(one) - started(other) || (one.metadata.name < other.metadata.name ? -1 : 1),
    );
    for (const job of byStart.slice(0, Math.max(0, jobs.length - limit)))
      if (job.metadata.deletionTimestamp === undefined) this.#delete(job);
  }

  #delete({metadata}: JobObject): void {
    this.#context.client.delete(collections.jobs, metadata.namespace ?? '', metadata.name, {propagation: 'Background'});
    this.#say('SuccessfulDelete', `Deleted job ${metadata.name}`);
  }

  /** The status without Jobs that are over or gone. */
  #withoutEnded(): Status {
    const jobs = this.#jobs();
    let {active = [], lastSuccessfulTime, ...rest} = this.#cronJob.status ?? {};
    for (const job of jobs) {
      const condition = finishedCondition(job);
      const isListed = active.some(({uid}) => uid === job.metadata.uid);
      if (!isListed && !isFinishedJob(job))
        this.#warn('UnexpectedJob', `Saw a job that the controller did not create or forgot: ${job.metadata.name}`);
      if (condition && isListed) {
        active = active.filter(({uid}) => uid !== job.metadata.uid);
        this.#say('SawCompletedJob', `Saw completed job: ${job.metadata.name}, condition: ${condition.type}`);
      }
      const at = condition?.type === 'Complete' ? job.status?.completionTime : undefined;
      if (at !== undefined && (msOf(at) ?? 0) > (msOf(lastSuccessfulTime) ?? 0)) lastSuccessfulTime = at;
    }
    const there = new Set(jobs.map(({metadata}) => metadata.uid));
    for (const {uid, name} of active)
      if (!there.has(uid ?? '')) this.#say('MissingJob', `Active job went missing: ${name}`);
    active = active.filter(({uid}) => there.has(uid ?? ''));
    return {
      ...rest,
      ...(active.length > 0 ? {active} : {}),
      ...(lastSuccessfulTime === undefined ? {} : {lastSuccessfulTime}),
    };
  }

  /** The time a Job is due for, if there is one now. */
  #due(schedule: Schedule): number | undefined {
    const {metadata, spec, status} = this.#cronJob;
    const now = this.#context.clock.now();
    const deadline = spec.startingDeadlineSeconds;
    const since = msOf(status?.lastScheduleTime) ?? msOf(metadata.creationTimestamp) ?? now;
    const after = deadline === undefined ? since : Math.max(since, now - deadline * 1000);
    const {lastMs, tooMany} = dueSince(schedule, after, now);
    if (tooMany) {
      const message = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
      this.#warn('TooManyMissedTimes', message);
    }
    if (lastMs === undefined || deadline === undefined || lastMs + deadline * 1000 >= now) return lastMs;
    this.#warn('MissSchedule', `Missed scheduled time to start a job: ${timestamp(lastMs)}`);
    return undefined;
  }

  #startDue(due: number): void {
    const {spec, status} = this.#cronJob;
    const active = status?.active ?? [];
    if (spec.concurrencyPolicy === 'Forbid' && active.length > 0) {
      const why = 'prior execution is running and concurrency policy is Forbid';
      return this.#say('JobAlreadyActive', `Not starting job because ${why}`);
    }
    if (spec.concurrencyPolicy === 'Replace') {
      for (const job of this.#jobs()) if (active.some(({uid}) => uid === job.metadata.uid)) this.#delete(job);
    }
    const job = this.#create(due);
    if (!job) return;
    const kept = spec.concurrencyPolicy === 'Replace' ? [] : active;
    const {apiVersion, kind, metadata} = job;
    const {namespace = '', name, uid, resourceVersion} = metadata;
    this.#writeStatus({
      ...this.#cronJob.status,
      active: [...kept, {apiVersion, kind, namespace, name, uid, resourceVersion}],
      lastScheduleTime: timestamp(due),
    });
  }

  #create(due: number): JobObject | undefined {
    const {metadata, spec} = this.#cronJob;
    const {namespace = ''} = metadata;
    const {labels, annotations} = spec.jobTemplate.metadata ?? {};
    const draft = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: `${metadata.name}-${Math.floor(due / 60_000)}`,
        namespace,
        ...(labels ? {labels} : {}),
        annotations: {...annotations, [scheduledAnnotation]: timestamp(due)},
        ownerReferences: [controllerReference(this.#cronJob)],
      },
      spec: spec.jobTemplate.spec ?? {},
    };
    try {
      const job = this.#context.client.create<JobObject>(collections.jobs, namespace, draft);
      this.#say('SuccessfulCreate', `Created job ${job.metadata.name}`);
      return job;
    } catch (error) {
      if (!(error instanceof KubeRefusal) || isNamespaceTerminating(error)) throw error;
      // Made before, and not noted.
      if (error.reason === 'AlreadyExists')
        return this.#jobs().find(({metadata}) => metadata.name === draft.metadata.name);
      this.#warn('FailedCreate', `Error creating job: ${error.message}`);
      throw error;
    }
  }
}
