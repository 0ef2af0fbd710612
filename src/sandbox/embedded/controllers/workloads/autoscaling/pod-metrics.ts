import type {KubeObject} from '../../../kubernetes-api/object.ts';
import {msOf} from '../../../kubernetes-api/values/durations.ts';
import {milliOf} from '../../../kubernetes-api/values/quantity.ts';
import {at, fieldsOf, listOf} from '../../../kubernetes-api/values/reading.ts';
import type {ControllerContext} from '../../controller.ts';
import {isReady} from '../../pods/pod-facts.ts';
import type {PodObject} from '../kinds.ts';

/** How long a Pod's start is not taken for load, and how soon after its start it must have been ready once. */
const startMs = 300_000;
const firstReadyMs = 30_000;

/** What Pods use of one resource, in thousandths of its unit, by name. */
export type Usage = ReadonlyMap<string, number>;

/** Why a count cannot be told; upstream's sentence. */
export class MetricsFailure extends Error {}

/** What the Pods of a namespace use, as metrics-server measured it. Throws MetricsFailure when it says nothing. */
export function podUsage({client}: ControllerContext, namespace: string, resource: string): Usage {
  const all = client.list<KubeObject>('pods.metrics.k8s.io', namespace);
  const usage = new Map<string, number>();
  for (const pod of all) {
    let sum = 0;
    for (const container of listOf(pod['containers'])) sum += milliOf(fieldsOf(fieldsOf(container).usage)[resource]);
    usage.set(pod.metadata.name, sum);
  }
  if (usage.size > 0) return usage;
  const why = 'no metrics returned from resource metrics API';
  throw new MetricsFailure(`unable to get metrics for resource ${resource}: ${why}`);
}

export interface PodGroups {
  readonly ready: readonly PodObject[];
  /** Not ready yet: what they use is no measure. */
  readonly unready: readonly PodObject[];
  /** Without a measurement. */
  readonly missing: readonly PodObject[];
}

/** Sorts Pods by what their measurements are good for; those that are over or going are in none. */
export function groupPods(pods: readonly PodObject[], usage: Usage, resource: string, now: number): PodGroups {
  const [ready, unready, missing]: [PodObject[], PodObject[], PodObject[]] = [[], [], []];
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Failed') continue;
    if (pod.status?.phase === 'Pending') unready.push(pod);
    else if (!usage.has(pod.metadata.name)) missing.push(pod);
    else if (resource === 'cpu' && isStarting(pod, now)) unready.push(pod);
    else ready.push(pod);
  }
  return {ready, unready, missing};
}

function isStarting(pod: PodObject, now: number): boolean {
  const startedMs = msOf(pod.status?.startTime);
  if (startedMs === undefined) return !isReady(pod);
  if (now < startedMs + startMs) return !isReady(pod);
  const condition = pod.status?.conditions?.find(({type}) => type === 'Ready');
  const changedMs = msOf(condition?.lastTransitionTime) ?? startedMs;
  return !isReady(pod) && changedMs < startedMs + firstReadyMs;
}

/** What a Pod asks for of a resource, in thousandths. Throws MetricsFailure when a container asks for nothing. */
export function requestOf({metadata, spec}: PodObject, resource: string): number {
  let sum = 0;
  for (const container of spec.containers) {
    const request = at(container, 'resources', 'requests', resource);
    if (request === undefined) {
      const where = `container ${container.name} of Pod ${metadata.name}`;
      throw new MetricsFailure(`missing request for ${resource} in ${where}`);
    }
    sum += milliOf(request);
  }
  return sum;
}
