import {msOf} from '../../../kubernetes-api/values/durations.ts';
import {isReady, maxRestarts, readySinceMs} from '../../pods/pod-facts.ts';
import type {PodObject} from '../kinds.ts';

const costAnnotation = 'controller.kubernetes.io/pod-deletion-cost';
const phases: {readonly [phase: string]: number} = {Pending: 0, Unknown: 1, Running: 2};

interface Ranked {
  readonly pod: PodObject;
  readonly ready: boolean;
  readonly readySinceMs: number;
  readonly cost: number;
  /** How many Pods that do the same are on its node. */
  readonly neighbours: number;
  readonly restarts: number;
  readonly createdMs: number;
}

/**
 * Pods in the order they are to be given up: those that do least good first.
 * https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset
 */
export function deletionOrder(
  pods: readonly PodObject[],
  related: readonly PodObject[],
  now: number,
): readonly PodObject[] {
  const onNode = new Map<string, number>();
  for (const {spec} of related) if (spec.nodeName) onNode.set(spec.nodeName, (onNode.get(spec.nodeName) ?? 0) + 1);
  const ranked = pods.map((pod): Ranked => {
    const ready = isReady(pod);
    return {
      pod,
      ready,
      readySinceMs: readySinceMs(pod) ?? 0,
      cost: Number.parseInt(pod.metadata.annotations?.[costAnnotation] ?? '0', 10) || 0,
      neighbours: onNode.get(pod.spec.nodeName ?? '') ?? 0,
      restarts: maxRestarts(pod),
      createdMs: msOf(pod.metadata.creationTimestamp) ?? 0,
    };
  });
  return ranked.sort((one, other) => compare(one, other, now)).map(({pod}) => pod);
}

function compare(one: Ranked, other: Ranked, now: number): number {
  return (
    Number(Boolean(one.pod.spec.nodeName)) - Number(Boolean(other.pod.spec.nodeName)) ||
    phaseOf(one.pod) - phaseOf(other.pod) ||
    Number(one.ready) - Number(other.ready) ||
    one.cost - other.cost ||
    other.neighbours - one.neighbours ||
    (one.ready && other.ready ? byAge(one, other, [one.readySinceMs, other.readySinceMs, now]) : 0) ||
    other.restarts - one.restarts ||
    byAge(one, other, [one.createdMs, other.createdMs, now])
  );
}

/** The younger first; of about the same age, whichever: chance spreads better than age. */
function byAge(one: Ranked, other: Ranked, [first, second, now]: readonly [number, number, number]): number {
  if (first === second) return 0;
  const difference = magnitude(now - first) - magnitude(now - second);
  if (difference !== 0) return difference;
  return one.pod.metadata.uid < other.pod.metadata.uid ? -1 : 1;
}

/** Twice the age is the next step, in nanoseconds as upstream counts. */
function magnitude(ageMs: number): number {
  return ageMs > 0 ? Math.floor(Math.log2(ageMs * 1e6)) : -1;
}

function phaseOf({status}: PodObject): number {
  return phases[status?.phase ?? 'Pending'] ?? 0;
}
