import {msOf} from '../../../kubernetes-api/values/durations.ts';
import {at} from '../../../kubernetes-api/values/reading.ts';
import type {ControllerContext} from '../../controller.ts';
import {timestamp} from '../../event-recorder.ts';
import {createPod, deletePod, isNamespaceTerminating, slowStart} from '../../pods/pod-control.ts';
import {isActive, isFinished, isReady} from '../../pods/pod-facts.ts';
import {collections, type JobObject, type PodObject} from '../kinds.ts';
import type {JobBackoff} from './job-backoff.ts';
import {freeIndexes, surplus, wantedActive} from './job-plan.ts';
import {hasTracking, isIndexed, jobPod} from './job-pods.ts';
import {
  completed,
  type Ending,
  endingConditions,
  endingOf,
  isFinishedJob,
  type Status,
  suspendConditions,
} from './job-status.ts';
import {countFinished, hasFailed, releasePod, writeJobStatus} from './job-tracking.ts';
import {failureAction} from './pod-failure-policy.ts';

/** Who a Job is managed by when it does not say. */
const jobController = 'kubernetes.io/job-controller';
/** As many Pods are made or deleted in one look. */
const burst = 500;

export interface JobMemory {
  readonly backoff: JobBackoff;
  readonly later: (afterMs: number) => void;
}

/** One look at a Job. */
export class JobLook {
  readonly #context: ControllerContext;
  readonly #memory: JobMemory;
  #job: JobObject;

  constructor(context: ControllerContext, job: JobObject, memory: JobMemory) {
    this.#context = context;
    this.#job = job;
    this.#memory = memory;
  }

  /** As it was last stored. */
  get job(): JobObject {
    return this.#job;
  }

  look(pods: readonly PodObject[]): void {
    const {metadata, spec} = this.#job;
    // Somebody else's.
    if ((at(spec, 'managedBy') ?? jobController) !== jobController) return;
    if (isFinishedJob(this.#job) || metadata.deletionTimestamp !== undefined) {
      for (const pod of pods) if (hasTracking(pod)) releasePod(this.#context, pod);
      return;
    }
    this.#start();
    this.#noteFinished(pods);
    const broken = this.#brokenRule(pods);
    this.#job = countFinished(this.#context, this.#job, pods);
    const failed = endingOf(this.#job) ?? broken ?? this.#failure(pods);
    let error: unknown;
    if (failed) for (const pod of this.#pods().filter(isActive)) deletePod(this.#context, this.#job, pod);
    else if (spec.suspend === true) this.#deleteAll();
    else error = this.#manage();
    const ending = failed ?? this.#success();
    this.#finish(ending);
    if (error !== undefined) throw error;
  }

  get #now(): number {
    return this.#context.clock.now();
  }

  #pods(): readonly PodObject[] {
    return this.#context.informers.of<PodObject>(collections.pods).ownedBy(this.#job.metadata.uid);
  }

  #write(status: Status): void {
    this.#job = writeJobStatus(this.#context, this.#job, status);
  }

  #start(): void {
    const {spec, status} = this.#job;
    if (status?.startTime !== undefined || spec.suspend === true) return;
    this.#write({...status, startTime: timestamp(this.#now), uncountedTerminatedPods: {}});
  }

  #noteFinished(pods: readonly PodObject[]): void {
    const fresh = pods.filter(hasTracking);
    const succeeded = fresh.filter(({status}) => status?.phase === 'Succeeded');
    const noted = new Set(this.#job.status?.uncountedTerminatedPods?.failed);
    const failed = fresh.filter((pod) => hasFailed(this.#job, pod) && !noted.has(pod.metadata.uid));
    this.#memory.backoff.note(succeeded, failed, this.#now);
  }

  /** A failed Pod that a rule says the whole Job fails with. */
  #brokenRule(pods: readonly PodObject[]): Ending | undefined {
    for (const pod of pods) {
      if (pod.status?.phase !== 'Failed') continue;
      const outcome = failureAction(this.#job, pod);
      if (outcome.action === 'FailJob') return {type: 'Failed', reason: 'PodFailurePolicy', message: outcome.message};
    }
    return undefined;
  }

  #failure(pods: readonly PodObject[]): Ending | undefined {
    const {spec, status} = this.#job;
    const limit = spec.backoffLimit ?? 6;
    if ((status?.failed ?? 0) > limit || this.#restartedTooOften(pods, limit))
      return {
        type: 'Failed',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
      };
    const deadline = spec.activeDeadlineSeconds;
    if (deadline === undefined || spec.suspend === true) return undefined;
    const left = (msOf(status?.startTime) ?? this.#now) + deadline * 1000 - this.#now;
    if (left <= 0)
      return {type: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline'};
    this.#memory.later(left);
    return undefined;
  }

  /** Where the kubelet starts containers again, that is what counts. */
  #restartedTooOften(pods: readonly PodObject[], limit: number): boolean {
    if (this.#job.spec.template.spec?.restartPolicy !== 'OnFailure') return false;
    let restarts = 0;
    for (const {status} of pods) {
      if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
      const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
      for (const {restartCount} of all) restarts += restartCount;
    }
    return limit === 0 ? restarts > 0 : restarts >= limit;
  }

  #deleteAll(): void {
    for (const pod of this.#pods().filter(isActive)) this.#giveUp(pod);
  }

  /** What the Job does not want any more has not failed: it is let go before it is deleted. */
  #giveUp(pod: PodObject): void {
    if (hasTracking(pod)) releasePod(this.#context, pod);
    deletePod(this.#context, this.#job, pod);
  }

  /** Makes what is missing and deletes what is too much. Returns what went wrong. */
  #manage(): unknown {
    const active = this.#pods().filter(isActive);
    const wanted = wantedActive(this.#job, active.length);
    const extra = surplus(this.#job, active, {wanted, now: this.#now});
    for (const pod of extra.slice(0, burst)) this.#giveUp(pod);
    const replacesFailedOnly = this.#job.spec.podReplacementPolicy === 'Failed' || this.#job.spec.podFailurePolicy;
    const going = replacesFailedOnly ? this.#terminating() : 0;
    const missing = Math.min(wanted - (active.length - extra.length) - going, burst);
    if (missing <= 0) return undefined;
    const waitMs = this.#memory.backoff.remainingMs(this.#now);
    if (waitMs > 0) {
      this.#memory.later(waitMs);
      return undefined;
    }
    const indexes = isIndexed(this.#job) ? freeIndexes(this.#job, this.#pods().filter(isActive), missing) : undefined;
    const count = indexes ? indexes.length : missing;
    const {error} = slowStart(count, (at) => createPod(this.#context, this.#job, jobPod(this.#job, indexes?.[at])));
    if (missing === burst) this.#memory.later(1);
    return isNamespaceTerminating(error) ? undefined : error;
  }

  #terminating(): number {
    return this.#pods().filter((pod) => pod.metadata.deletionTimestamp !== undefined && !isFinished(pod)).length;
  }

  #success(): Ending | undefined {
    const {completions, suspend} = this.#job.spec;
    const succeeded = this.#job.status?.succeeded ?? 0;
    if (completions !== undefined) return succeeded >= completions ? completed : undefined;
    const active = this.#pods().some(isActive);
    return succeeded > 0 && !active && suspend !== true ? completed : undefined;
  }

  #finish(ending: Ending | undefined): void {
    const pods = this.#pods();
    const active = pods.filter(isActive);
    const terminating = this.#terminating();
    const over = ending !== undefined && active.length + terminating === 0;
    const {active: _, ...before} = this.#job.status ?? {};
    const suspended = this.#job.spec.suspend === true;
    const known = before.conditions ?? [];
    const now = this.#now;
    const settled = ending ? known : suspendConditions(known, suspended, now);
    const conditions = ending ? endingConditions(known, ending, {over, now}) : settled;
    const resumed = settled !== known && !suspended;
    this.#write({
      ...before,
      // The time a Job was suspended does not count: it begins anew.
      ...(resumed ? {startTime: timestamp(now)} : {}),
      ...(active.length > 0 ? {active: active.length} : {}),
      ready: active.filter(isReady).length,
      terminating,
      uncountedTerminatedPods: before.uncountedTerminatedPods ?? {},
      ...(conditions.length > 0 ? {conditions} : {}),
      ...(over && ending.type === 'Complete' ? {completionTime: timestamp(now)} : {}),
    });
    if (over) this.#sayEnded(ending);
    else if (settled !== known) {
      const [reason, message] = suspended ? ['Suspended', 'Job suspended'] : ['Resumed', 'Job resumed'];
      this.#context.event(this.#job, {type: 'Normal', reason, message});
    }
  }

  #sayEnded({type, reason, message}: Ending): void {
    if (type === 'Complete')
      this.#context.event(this.#job, {type: 'Normal', reason: 'Completed', message: 'Job completed'});
    else this.#context.event(this.#job, {type: 'Warning', reason, message});
    for (const pod of this.#pods()) if (hasTracking(pod)) releasePod(this.#context, pod);
  }
}
