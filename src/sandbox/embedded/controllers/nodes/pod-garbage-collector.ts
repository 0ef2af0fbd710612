import type {Node, Pod} from 'kubernetes-types/core/v1';
import {keyOfObject, type Stored} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import {msOf} from '../../kubernetes-api/values/durations.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {markDisrupted} from './mark-pods.ts';
import {PodsByNode} from './pods-by-node.ts';

/** How long a node may be away before its Pods are given up. */
const quarantineMs = 40_000;
const periodMs = 20_000;
/** `--terminated-pod-gc-threshold` */
const mostTerminated = 12_500;
const everything = 'all';

/** Takes away Pods nobody else will: those of nodes that are gone, those never placed, and the oldest of too many that ended. */
export function createPodGarbageCollector(): Controller {
  let look: (context: ControllerContext) => void = () => undefined;
  return {
    name: 'pod-garbage-collector-controller',
    setup({informers}, enqueue) {
      const pods = new PodsByNode(informers);
      const awaySinceMs = new Map<string, number>();
      const terminated = new Set<string>();
      const unplaced = new Set<string>();
      informers.of<Stored<Pod>>('pods').on({
        added: (pod) => sort(pod),
        changed: (pod) => sort(pod),
        removed(pod) {
          terminated.delete(keyOfObject(pod));
          unplaced.delete(keyOfObject(pod));
        },
      });
      informers.of<Stored<Node>>('nodes').on({removed: () => enqueue(everything)});
      enqueue(everything);

      function sort(pod: Stored<Pod>): void {
        const key = keyOfObject(pod);
        if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') terminated.add(key);
        if (pod.metadata.deletionTimestamp !== undefined && !pod.spec?.nodeName) unplaced.add(key);
      }

      look = (context) => {
        enqueue(everything, periodMs);
        const byKey = (key: string): readonly Stored<Pod>[] => {
          const pod = context.informers.of<Stored<Pod>>('pods').byKey(key);
          return pod ? [pod] : [];
        };
        removeOfLostNodes(pods, awaySinceMs, context);
        for (const pod of [...unplaced].flatMap(byKey)) remove(pod, context);
        const tooMany = terminated.size - mostTerminated;
        if (tooMany <= 0) return;
        const oldest = [...terminated].flatMap(byKey).sort((one, other) => ageMs(one) - ageMs(other));
        for (const pod of oldest.slice(0, tooMany)) remove(pod, context);
      };
    },
    reconcile: (_key, context) => look(context),
  };
}

function removeOfLostNodes(pods: PodsByNode, awaySinceMs: Map<string, number>, context: ControllerContext): void {
  const {informers, clock} = context;
  const nodes = informers.of<Stored<Node>>('nodes');
  for (const name of pods.nodes()) {
    const there = pods.on(name);
    if (there.length === 0 || nodes.byKey(name)) {
      awaySinceMs.delete(name);
      continue;
    }
    const since = awaySinceMs.get(name) ?? clock.now();
    awaySinceMs.set(name, since);
    if (clock.now() - since < quarantineMs) continue;
    for (const pod of there) {
      const why = {reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists'};
      const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
      if (!ended) markDisrupted(pod, {...why, phase: 'Failed'}, context);
      remove(pod, context);
    }
  }
}

function remove({metadata}: Stored<Pod>, {client}: ControllerContext): void {
  const {namespace = '', name, uid} = metadata;
  try {
    client.delete('pods', namespace, name, {gracePeriodSeconds: 0, uid});
  } catch (error) {
    // Another was quicker.
    if (!(error instanceof KubeRefusal)) throw error;
  }
}

function ageMs({metadata}: Stored<Pod>): number {
  return msOf(metadata.creationTimestamp) ?? 0;
}
