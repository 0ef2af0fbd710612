import type {MetricSpec, MetricStatus} from 'kubernetes-types/autoscaling/v2';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {formatQuantity, milliOf} from '../../../kubernetes-api/values/quantity.ts';
import type {ControllerContext} from '../../controller.ts';
import type {PodObject} from '../kinds.ts';
import {groupPods, MetricsFailure, podUsage, requestOf, type Usage} from './pod-metrics.ts';

/** So near to the target nothing is changed. */
const tolerance = 0.1;

/** What one metric says. */
export interface Proposal {
  readonly replicas: number;
  /** `cpu resource utilization (percentage of request)` */
  readonly metric: string;
  readonly status: Frozen<MetricStatus>;
}

export interface Measured {
  readonly context: ControllerContext;
  readonly namespace: string;
  readonly pods: readonly PodObject[];
  readonly replicas: number;
}

/** The replicas that would bring a resource to its target. Throws MetricsFailure. */
export function proposalOf(measured: Measured, {type, resource}: Frozen<MetricSpec>): Proposal {
  if (type !== 'Resource' || !resource)
    throw new MetricsFailure(`metrics of type ${JSON.stringify(type)} are not simulated by the embedded engine`);
  const {name, target} = resource;
  const {context, namespace, pods} = measured;
  const isUtilization = target.averageUtilization !== undefined;
  const about = isUtilization ? `failed to get ${name} utilization` : `failed to get ${name} usage`;
  try {
    const usage = podUsage(context, namespace, name);
    if (pods.length === 0) throw new MetricsFailure('no pods returned by selector while calculating replica count');
    return isUtilization
      ? byUtilization(measured, {usage, name, target: target.averageUtilization ?? 0})
      : byValue(measured, {usage, name, target: milliOf(target.averageValue)});
  } catch (error) {
    if (error instanceof MetricsFailure) throw new MetricsFailure(`${about}: ${error.message}`);
    throw error;
  }
}

interface Target {
  readonly usage: Usage;
  readonly name: string;
  readonly target: number;
}

function byUtilization(measured: Measured, {usage, name, target}: Target): Proposal {
  const requests = new Map(measured.pods.map((pod) => [pod.metadata.name, requestOf(pod, name)]));
  // 100 % of what is asked for is as much as anybody is taken to use without being measured.
  const fallback = (pod: PodObject) => ((requests.get(pod.metadata.name) ?? 0) * Math.max(100, target)) / 100;
  const weigh = (values: Usage) => {
    let [used, asked] = [0, 0];
    for (const [pod, value] of values) {
      used += value;
      asked += requests.get(pod) ?? 0;
    }
    return {
      ratio: asked === 0 ? 0 : Math.trunc((used * 100) / asked) / target,
      percent: Math.trunc((used * 100) / asked),
    };
  };
  const {replicas, values} = balance(measured, {usage, name, fallback, ratioOf: (some) => weigh(some).ratio});
  const averageUtilization = weigh(values).percent;
  return {
    replicas,
    metric: `${name} resource utilization (percentage of request)`,
    status: {type: 'Resource', resource: {name, current: {averageUtilization, averageValue: averageOf(values, name)}}},
  };
}

function byValue(measured: Measured, {usage, name, target}: Target): Proposal {
  const ratioOf = (some: Usage) => total(some) / some.size / target;
  const {replicas, values} = balance(measured, {usage, name, fallback: () => target, ratioOf});
  return {
    replicas,
    metric: `${name} resource`,
    status: {type: 'Resource', resource: {name, current: {averageValue: averageOf(values, name)}}},
  };
}

interface Balance {
  readonly usage: Usage;
  readonly name: string;
  readonly fallback: (pod: PodObject) => number;
  readonly ratioOf: (usage: Usage) => number;
}

/**
 * The count that would bring the average to the target. Pods that are not measured are taken to use what makes the change
 * smaller. https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
function balance({context, pods, replicas}: Measured, {usage, name, fallback, ratioOf}: Balance) {
  const {ready, unready, missing} = groupPods(pods, usage, name, context.clock.now());
  const values = new Map(ready.map(({metadata}) => [metadata.name, usage.get(metadata.name) ?? 0]));
  if (values.size === 0) throw new MetricsFailure('did not receive metrics for targeted pods (pods might be unready)');
  const ratio = ratioOf(values);
  const near = (one: number) => Math.abs(one - 1) <= tolerance;
  const counted = new Map(values);
  if (ratio > 1) for (const {metadata} of unready) counted.set(metadata.name, 0);
  for (const pod of missing) counted.set(pod.metadata.name, ratio < 1 ? fallback(pod) : 0);
  if (counted.size === values.size) return {replicas: near(ratio) ? replicas : Math.ceil(ratio * ready.length), values};
  const careful = ratioOf(counted);
  if (near(careful) || careful > 1 !== ratio > 1) return {replicas, values};
  const count = Math.ceil(careful * counted.size);
  return {replicas: count > replicas === careful > 1 ? count : replicas, values};
}

function total(usage: Usage): number {
  let sum = 0;
  for (const value of usage.values()) sum += value;
  return sum;
}

function averageOf(usage: Usage, name: string): string {
  const thousandths = Math.trunc(total(usage) / usage.size);
  return formatQuantity({nanos: BigInt(thousandths) * 1_000_000n, format: name === 'memory' ? 'binary' : 'decimal'});
}
