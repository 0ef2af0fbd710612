import type {
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerStatus,
  MetricStatus,
} from 'kubernetes-types/autoscaling/v2';
import {type Frozen, keyOfObject, same} from '../../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import {labelMatcher} from '../../../kubernetes-api/values/label-selector.ts';
import type {Controller, ControllerContext} from '../../controller.ts';
import {timestamp} from '../../event-recorder.ts';
import {collections, type HorizontalPodAutoscalerObject, type PodObject, type ReplicaSetObject} from '../kinds.ts';
import {type AutoscalerMemory, limit} from './behavior.ts';
import {MetricsFailure} from './pod-metrics.ts';
import {type Proposal, proposalOf} from './replica-count.ts';

/** https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work */
const everyMs = 15_000;

/** What can be scaled, by kind. */
const targets: {readonly [kind: string]: string} = {
  Deployment: collections.deployments,
  ReplicaSet: collections.replicaSets,
  StatefulSet: collections.statefulSets,
  ReplicationController: collections.replicationControllers,
};

/** Scales workloads by what their Pods use. https://kubernetes.io/docs/concepts/workloads/autoscaling/ */
export function createAutoscalerController(): Controller {
  const memories = new Map<string, AutoscalerMemory>();
  let enqueueLater: (key: string, afterMs: number) => void = () => {};
  return {
    name: 'horizontal-pod-autoscaler',
    component: 'horizontal-pod-autoscaler',
    setup({informers}, enqueue) {
      enqueueLater = enqueue;
      informers.of<HorizontalPodAutoscalerObject>(collections.autoscalers).on({
        added: (object) => enqueue(keyOfObject(object), everyMs),
        removed: ({metadata}) => memories.delete(metadata.uid),
      });
    },
    reconcile(key, context) {
      const autoscaler = context.informers.of<HorizontalPodAutoscalerObject>(collections.autoscalers).byKey(key);
      if (!autoscaler) return;
      const {uid} = autoscaler.metadata;
      const memory = memories.get(uid) ?? {recommendations: [], changes: []};
      memories.set(uid, memory);
      new AutoscalerLook(context, autoscaler, memory).look();
      enqueueLater(key, everyMs);
    },
  };
}

type Status = Frozen<HorizontalPodAutoscalerStatus>;
type Condition = Frozen<HorizontalPodAutoscalerCondition>;

class AutoscalerLook {
  readonly #context: ControllerContext;
  readonly #autoscaler: HorizontalPodAutoscalerObject;
  readonly #memory: AutoscalerMemory;
  #conditions: readonly Condition[];

  constructor(context: ControllerContext, autoscaler: HorizontalPodAutoscalerObject, memory: AutoscalerMemory) {
    this.#context = context;
    this.#autoscaler = autoscaler;
    this.#memory = memory;
    this.#conditions = autoscaler.status?.conditions ?? [];
  }

  look(): void {
    const target = this.#target();
    if (typeof target === 'string') {
      this.#warn('FailedGetScale', target);
      const message = `the HPA controller was unable to get the target's current scale: ${target}`;
      this.#say('AbleToScale', 'False', {reason: 'FailedGetScale', message});
      return this.#write({});
    }
    const message = "the HPA controller was able to get the target's current scale";
    this.#say('AbleToScale', 'True', {reason: 'SucceededGetScale', message});
    this.#scale(target);
  }

  get #now(): number {
    return this.#context.clock.now();
  }

  /** What is scaled; a sentence when there is nothing. */
  #target(): ReplicaSetObject | string {
    const {kind, name} = this.#autoscaler.spec.scaleTargetRef;
    const resource = targets[kind];
    if (resource === undefined) return `no matches for kind ${JSON.stringify(kind)} in group ""`;
    const {namespace = ''} = this.#autoscaler.metadata;
    const found = this.#context.client.find<ReplicaSetObject>(resource, namespace, name);
    return found ?? `${resource} ${JSON.stringify(name)} not found`;
  }

  #scale(target: ReplicaSetObject): void {
    const current = target.spec.replicas ?? 1;
    const {minReplicas = 1, maxReplicas, metrics = []} = this.#autoscaler.spec;
    if (current === 0 && minReplicas !== 0) {
      const message = 'scaling is disabled since the replica count of the target is zero';
      this.#say('ScalingActive', 'False', {reason: 'ScalingDisabled', message});
      return this.#write({currentReplicas: current, desiredReplicas: 0});
    }
    if (current > maxReplicas)
      return this.#change(target, {desired: maxReplicas, why: 'Current number of replicas above Spec.MaxReplicas'});
    if (current < minReplicas)
      return this.#change(target, {desired: minReplicas, why: 'Current number of replicas below Spec.MinReplicas'});
    const proposals = this.#measure(target, metrics);
    if (!proposals) return this.#write({currentReplicas: current, currentMetrics: []});
    const best = proposals.reduce((one, other) => (other.replicas > one.replicas ? other : one));
    const valid = `the HPA was able to successfully calculate a replica count from ${best.metric}`;
    this.#say('ScalingActive', 'True', {reason: 'ValidMetricFound', message: valid});
    const {replicas, limited, reason, message, stabilized} = limit(this.#autoscaler, this.#memory, {
      current,
      proposed: best.replicas,
      now: this.#now,
    });
    this.#saySteady(stabilized);
    this.#say('ScalingLimited', limited ? 'True' : 'False', {reason, message});
    const why = replicas > current ? `${best.metric} above target` : 'All metrics below target';
    this.#change(target, {desired: replicas, why, metrics: proposals.map(({status}) => status)});
  }

  #saySteady(stabilized: 'down' | 'up' | undefined): void {
    const [reason, message] =
      stabilized === 'down'
        ? [
            'ScaleDownStabilized',
            'recent recommendations were higher than current one, applying the highest recent recommendation',
          ]
        : stabilized === 'up'
          ? [
              'ScaleUpStabilized',
              'recent recommendations were lower than current one, applying the lowest recent recommendation',
            ]
          : ['ReadyForNewScale', 'recommended size matches current size'];
    this.#say('AbleToScale', 'True', {reason, message});
  }

  #measure(
    target: ReplicaSetObject,
    metrics: NonNullable<HorizontalPodAutoscalerObject['spec']['metrics']>,
  ): readonly [Proposal, ...Proposal[]] | undefined {
    const {namespace = ''} = target.metadata;
    const matches = labelMatcher(selectorOf(target));
    const all = this.#context.informers.of<PodObject>(collections.pods).inNamespace(namespace);
    const pods = [...all].filter(({metadata}) => matches(metadata.labels));
    const replicas = target.spec.replicas ?? 1;
    const found: Proposal[] = [];
    const failures: string[] = [];
    for (const metric of metrics) {
      try {
        found.push(proposalOf({context: this.#context, namespace, pods, replicas}, metric));
      } catch (error) {
        if (!(error instanceof MetricsFailure)) throw error;
        this.#warn('FailedGetResourceMetric', error.message);
        const name = metric.resource?.name ?? metric.type;
        if (failures.length === 0) {
          const message = `the HPA was unable to compute the replica count: ${error.message}`;
          this.#say('ScalingActive', 'False', {reason: 'FailedGetResourceMetric', message});
        }
        failures.push(`failed to get ${name} resource metric value: ${error.message}`);
      }
    }
    const [first, ...rest] = found;
    // Half the truth may make things larger, never smaller.
    const careful = failures.length > 0 && found.every((one) => one.replicas < replicas);
    if (first && !careful) return [first, ...rest];
    const count = `${failures.length} invalid out of ${metrics.length}`;
    this.#warn('FailedComputeMetricsReplicas', `invalid metrics (${count}), first error is: ${failures[0]}`);
    return undefined;
  }

  #change(
    target: ReplicaSetObject,
    {
      desired,
      why,
      metrics,
    }: {
      readonly desired: number;
      readonly why: string;
      readonly metrics?: readonly Frozen<MetricStatus>[];
    },
  ): void {
    const current = target.spec.replicas ?? 1;
    const status = {currentReplicas: current, desiredReplicas: desired, ...(metrics ? {currentMetrics: metrics} : {})};
    if (desired === current) return this.#write(status);
    const resource = targets[this.#autoscaler.spec.scaleTargetRef.kind] ?? '';
    try {
      this.#context.client.update(resource, {...target, spec: {...target.spec, replicas: desired}});
    } catch (error) {
      if (!(error instanceof KubeRefusal)) throw error;
      this.#warn('FailedRescale', `New size: ${desired}; reason: ${why}; error: ${error.message}`);
      const message = `the HPA controller was unable to update the target scale: ${error.message}`;
      this.#say('AbleToScale', 'False', {reason: 'FailedUpdateScale', message});
      return this.#write({...status, desiredReplicas: current});
    }
    this.#memory.changes.push({atMs: this.#now, replicas: desired - current});
    const message = `the HPA controller was able to update the target scale to ${desired}`;
    this.#say('AbleToScale', 'True', {reason: 'SucceededRescale', message});
    const size = `New size: ${desired}; reason: ${why}`;
    this.#context.event(this.#autoscaler, {type: 'Normal', reason: 'SuccessfulRescale', message: size});
    this.#write({...status, lastScaleTime: timestamp(this.#now)});
  }

  #warn(reason: string, message: string): void {
    this.#context.event(this.#autoscaler, {type: 'Warning', reason, message});
  }

  #say(type: string, status: 'True' | 'False', said: {readonly reason: string; readonly message: string}): void {
    const known = this.#conditions.find((condition) => condition.type === type);
    const lastTransitionTime = (known?.status === status && known.lastTransitionTime) || timestamp(this.#now);
    const condition: Condition = {type, status, lastTransitionTime, ...said};
    this.#conditions = known
      ? this.#conditions.map((one) => (one === known ? condition : one))
      : [...this.#conditions, condition];
  }

  #write(change: Partial<Status>): void {
    const before = this.#autoscaler.status;
    const status = {desiredReplicas: 0, currentMetrics: null, ...before, ...change, conditions: this.#conditions};
    if (same(status, before)) return;
    this.#context.client.update(collections.autoscalers, {...this.#autoscaler, status}, {subresource: 'status'});
  }
}

function selectorOf({kind, spec}: ReplicaSetObject) {
  if (kind !== 'ReplicationController') return spec.selector;
  const labels = Object.entries(Object(spec.selector)).map(([label, value]) => [label, String(value)] as const);
  return {matchLabels: Object.fromEntries(labels)};
}
