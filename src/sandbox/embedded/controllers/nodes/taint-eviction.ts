import type {Node, Pod, Taint, Toleration} from 'kubernetes-types/core/v1';
import {type Frozen, keyOfObject, type Stored, same} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {tolerates} from '../scheduler/taints.ts';
import {markDisrupted} from './mark-pods.ts';
import {PodsByNode} from './pods-by-node.ts';

/** Sends Pods away from nodes with a NoExecute taint: at once, or when the time they tolerate it for is over. */
export function createTaintEvictionController(): Controller {
  const leaving: Leaving = new Map();
  let again: (key: string, afterMs: number) => void = () => undefined;
  return {
    name: 'taint-eviction-controller',
    component: 'taint-eviction-controller',
    setup({informers}, enqueue) {
      again = enqueue;
      const pods = new PodsByNode(informers);
      const check = (pod: Stored<Pod>): void => {
        if (pod.spec?.nodeName) enqueue(keyOfObject(pod));
      };
      informers.of<Stored<Pod>>('pods').on({
        added: check,
        changed(pod, before) {
          if (pod.spec?.nodeName !== before.spec?.nodeName || !same(pod.spec?.tolerations, before.spec?.tolerations))
            check(pod);
        },
        removed: (pod) => leaving.delete(keyOfObject(pod)),
      });
      const look = (node: Stored<Node>): void => {
        for (const pod of pods.on(node.metadata.name)) check(pod);
      };
      informers.of<Stored<Node>>('nodes').on({
        added: (node) => expelling(node).length > 0 && look(node),
        changed: (node, before) => !same(expelling(node), expelling(before)) && look(node),
      });
    },
    reconcile(key, context) {
      const pod = context.informers.of<Stored<Pod>>('pods').byKey(key);
      if (!pod || pod.metadata.deletionTimestamp !== undefined) leaving.delete(key);
      else judge(pod, {...context, leaving, again});
    },
  };
}

/** Since when each Pod is bound to leave, in milliseconds since 1970. */
type Leaving = Map<string, number>;

interface EvictionContext extends ControllerContext {
  readonly leaving: Leaving;
  readonly again: (key: string, afterMs: number) => void;
}

function expelling({spec}: Stored<Node>): readonly Frozen<Taint>[] {
  return (spec?.taints ?? []).filter(({effect}) => effect === 'NoExecute');
}

function judge(pod: Stored<Pod>, context: EvictionContext): void {
  const {informers, clock, leaving, again} = context;
  const key = keyOfObject(pod);
  const node = informers.of<Stored<Node>>('nodes').byKey(pod.spec?.nodeName ?? '');
  const seconds = node && toleratedSeconds(expelling(node), pod.spec?.tolerations ?? []);
  if (seconds === undefined) {
    if (leaving.delete(key)) tell(pod, `Cancelling deletion of Pod ${key}`, context);
    return;
  }
  const since = leaving.get(key) ?? clock.now();
  leaving.set(key, since);
  const left = since + seconds * 1000 - clock.now();
  if (left > 0) again(key, left);
  else evict(pod, context);
}

/** How long a Pod may stay: 0 for not at all, undefined for as long as it likes. */
function toleratedSeconds(
  taints: readonly Frozen<Taint>[],
  tolerations: readonly Frozen<Toleration>[],
): number | undefined {
  let least: number | undefined;
  for (const taint of taints) {
    const usable = tolerations.filter((toleration) => tolerates(toleration, taint));
    if (usable.length === 0) return 0;
    for (const {tolerationSeconds} of usable)
      if (tolerationSeconds !== undefined) least = Math.min(least ?? tolerationSeconds, Math.max(0, tolerationSeconds));
  }
  return least;
}

function evict(pod: Stored<Pod>, context: EvictionContext): void {
  const {namespace = '', name, uid} = pod.metadata;
  const key = keyOfObject(pod);
  tell(pod, `Marking for deletion Pod ${key}`, context);
  const message = 'Taint manager: deleting due to NoExecute taint';
  markDisrupted(pod, {reason: 'DeletionByTaintManager', message}, context);
  context.client.delete('pods', namespace, name, {uid});
  context.leaving.delete(key);
}

function tell(pod: Stored<Pod>, message: string, {event}: EvictionContext): void {
  event(pod, {type: 'Normal', reason: 'TaintManagerEviction', message});
}
