import {timestamp} from '../../controllers/event-recorder.ts';
import type {Client} from '../../kubernetes-api/client.ts';
import type {Draft} from '../../kubernetes-api/object.ts';
import {milliOf, wholeOf} from '../../kubernetes-api/values/quantity.ts';
import type {Node} from '../node.ts';
import {isTerminal, type KubePod, mainContainers} from './pod.ts';
import type {PodFailure} from './pod-state.ts';
import {qosClass} from './status/qos.ts';

const mostPods = 110;

export interface Admission {
  readonly node: Node;
  readonly labels: {readonly [name: string]: string};
  /** Those that are on the node already: asked for only where it matters. */
  readonly others: () => readonly KubePod[];
}

/**
 * Why a Pod that somebody put on this node by hand cannot be there; undefined when it can. What the scheduler has placed
 * was looked at by it. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename
 */
export function refusalOf(pod: KubePod, {node, labels, others}: Admission): PodFailure | undefined {
  const isPlaced = pod.status?.conditions?.some(({type, status}) => type === 'PodScheduled' && status === 'True');
  if (isPlaced || isTerminal(pod.status?.phase) || (pod.status?.containerStatuses ?? []).length > 0) return undefined;
  const wanted = Object.entries(pod.spec?.nodeSelector ?? {});
  if (wanted.some(([name, value]) => labels[name] !== value))
    return {
      reason: 'NodeAffinity',
      message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    };
  const {cpus, memoryBytes} = node.machine;
  const living = others().filter(({status}) => !isTerminal(status?.phase));
  const kinds = [
    {name: 'pods', has: mostPods, of: () => 1},
    {name: 'cpu', has: cpus * 1000, of: (one: KubePod) => requested(one, 'cpu', milliOf)},
    {name: 'memory', has: memoryBytes, of: (one: KubePod) => requested(one, 'memory', wholeOf)},
  ];
  for (const {name, has, of} of kinds) {
    const used = living.reduce((sum, one) => sum + of(one), 0);
    const asked = of(pod);
    if (asked === 0 || used + asked <= has) continue;
    const amounts = `requested: ${asked}, used: ${used}, capacity: ${has}`;
    return {reason: `OutOf${name}`, message: `Node didn't have enough resource: ${name}, ${amounts}`};
  }
  return undefined;
}

/** Says in its status that a Pod is not taken. Throws as the client. */
export function reportRefusal(client: Client, pod: KubePod, {reason, message}: PodFailure, now: number): void {
  const {resourceVersion: _, ...metadata} = pod.metadata;
  const {generation} = metadata;
  const status = {
    message: `Pod was rejected: ${message}`,
    ...(generation === undefined ? {} : {observedGeneration: generation}),
    phase: 'Failed',
    qosClass: pod.status?.qosClass ?? qosClass(pod),
    reason,
    startTime: timestamp(now),
  };
  const draft: Draft = {...pod, metadata, status};
  client.update('pods', draft, {subresource: 'status'});
}

function requested(pod: KubePod, name: string, amount: (quantity: unknown) => number): number {
  return mainContainers(pod).reduce((sum, {resources}) => sum + amount(resources?.requests?.[name]), 0);
}
