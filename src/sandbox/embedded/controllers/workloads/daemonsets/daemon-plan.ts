import {msOf} from '../../../kubernetes-api/values/durations.ts';
import {scaledValue} from '../../../kubernetes-api/values/int-or-string.ts';
import {isAvailable, isReady} from '../../pods/pod-facts.ts';
import type {DaemonSetObject, NodeObject, PodObject} from '../kinds.ts';
import {isUpdated, type Placement} from './daemon-pods.ts';

/** What a DaemonSet has on one node that is there. */
export interface OnNode {
  readonly node: NodeObject;
  readonly placement: Placement;
  /** The oldest first, those that are bound before others. */
  readonly pods: readonly PodObject[];
}

export interface DaemonPlan {
  readonly create: readonly string[];
  readonly remove: readonly PodObject[];
}

export interface DaemonView {
  readonly set: DaemonSetObject;
  readonly hash: string;
  readonly now: number;
}

export function byBindingAndAge(one: PodObject, other: PodObject): number {
  const bound = Number(Boolean(other.spec.nodeName)) - Number(Boolean(one.spec.nodeName));
  const age = (msOf(one.metadata.creationTimestamp) ?? 0) - (msOf(other.metadata.creationTimestamp) ?? 0);
  return bound || age || (one.metadata.name < other.metadata.name ? -1 : 1);
}

/** What brings one node to having the Pod it is to have. Pods that are over are not among `pods.running`. */
export function planNode(view: DaemonView, {node, placement, pods}: OnNode): DaemonPlan {
  const {name} = node.metadata;
  const staying = pods.filter(({metadata}) => metadata.deletionTimestamp === undefined);
  if (!placement.mayStay) return {create: [], remove: staying};
  const over = staying.filter(({status}) => status?.phase === 'Failed' || status?.phase === 'Succeeded');
  const running = staying.filter((pod) => !over.includes(pod));
  if (surgeOf(view.set, 1) === 0) {
    const missing = placement.shouldRun && pods.length === 0;
    return {create: missing ? [name] : [], remove: [...over, ...running.slice(1)]};
  }
  const missing = placement.shouldRun && running.length === 0 && over.length === 0;
  return {create: missing ? [name] : [], remove: [...over, ...excessOfSurge(view, running)]};
}

/** While a newer Pod becomes available beside an older one that is ready, both stay. */
function excessOfSurge({set, hash, now}: DaemonView, running: readonly PodObject[]): readonly PodObject[] {
  if (running.length <= 1) return [];
  const newer = running.find((pod) => pod.metadata.labels?.['controller-revision-hash'] === hash);
  const older = running.find((pod) => pod.metadata.labels?.['controller-revision-hash'] !== hash);
  const excess = running.filter((pod) => pod !== newer && pod !== older);
  if (!newer || !older) return excess;
  const isDone = !isReady(older) || isAvailable(newer, set.spec.minReadySeconds ?? 0, now);
  return isDone ? [...excess, older] : excess;
}

function surgeOf({spec}: DaemonSetObject, wanted: number): number {
  if (spec.updateStrategy?.type === 'OnDelete') return 0;
  return scaledValue(rollingOf(spec).maxSurge ?? 0, wanted, 'up') ?? 0;
}

function rollingOf({updateStrategy}: DaemonSetObject['spec']): {
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
} {
  return updateStrategy?.rollingUpdate ?? {};
}

/** Which Pods of older templates are to be replaced now. */
export function planUpdate(view: DaemonView, nodes: readonly OnNode[]): DaemonPlan {
  const wanted = nodes.filter(({placement}) => placement.shouldRun).length;
  const maxSurge = surgeOf(view.set, wanted);
  if (maxSurge > 0) return planSurge(view, nodes, maxSurge);
  const asked = scaledValue(rollingOf(view.set.spec).maxUnavailable ?? 1, wanted, 'up') ?? 1;
  const maxUnavailable = asked === 0 ? 1 : asked;
  const isUp = (pod: PodObject) => isAvailable(pod, view.set.spec.minReadySeconds ?? 0, view.now);
  let unavailable = 0;
  const replace: PodObject[] = [];
  const candidates: PodObject[] = [];
  for (const {pods} of nodes) {
    const {newer, older, clear} = newerAndOlder(view, pods);
    if (pods.length === 0) continue;
    if (!clear || Boolean(newer) === Boolean(older)) unavailable += 1;
    else if (newer) unavailable += isUp(newer) ? 0 : 1;
    else if (older && isUp(older)) candidates.push(older);
    else if (older) {
      // What does not work anyway may go at once.
      replace.push(older);
      unavailable += 1;
    }
  }
  return {create: [], remove: [...replace, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))]};
}

function planSurge(view: DaemonView, nodes: readonly OnNode[], maxSurge: number): DaemonPlan {
  const isUp = (pod: PodObject) => isAvailable(pod, view.set.spec.minReadySeconds ?? 0, view.now);
  let surging = 0;
  const remove: PodObject[] = [];
  const atOnce: string[] = [];
  const candidates: string[] = [];
  for (const {node, pods, placement} of nodes) {
    if (pods.length === 0) continue;
    const {newer, older, clear} = newerAndOlder(view, pods);
    if (!clear) surging += 1;
    else if (!older) continue;
    else if (!newer) {
      if (placement.shouldRun) (isUp(older) ? candidates : atOnce).push(node.metadata.name);
    } else if (isUp(newer)) remove.push(older);
    else surging += 1;
  }
  return {create: [...atOnce, ...candidates.slice(0, Math.max(0, maxSurge - surging))], remove};
}

/** The one Pod of the newest template and the one of an older on a node; not clear when there are more. */
function newerAndOlder({set, hash}: DaemonView, pods: readonly PodObject[]) {
  const staying = pods.filter(({metadata}) => metadata.deletionTimestamp === undefined);
  const newer = staying.filter((pod) => isUpdated(set, pod, hash));
  const older = staying.filter((pod) => !newer.includes(pod));
  return {newer: newer[0], older: older[0], clear: newer.length <= 1 && older.length <= 1};
}
