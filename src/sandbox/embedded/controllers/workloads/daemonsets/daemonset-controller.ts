import type {DaemonSetStatus} from 'kubernetes-types/apps/v1';
import {type Frozen, keyOfObject, same} from '../../../kubernetes-api/object.ts';
import {labelMatcher} from '../../../kubernetes-api/values/label-selector.ts';
import type {Controller, ControllerContext} from '../../controller.ts';
import {claim} from '../../pods/claim.ts';
import {createPod, deletePod, isNamespaceTerminating, slowStart} from '../../pods/pod-control.ts';
import {isAvailable, isFinished, isReady, nextAvailableMs} from '../../pods/pod-facts.ts';
import {watchOwned} from '../../pods/watch-owned.ts';
import {collections, type DaemonSetObject, type NodeObject, type PodObject} from '../kinds.ts';
import {daemonHistory, forgetDaemonRevisions} from './daemon-history.ts';
import {byBindingAndAge, type DaemonPlan, type DaemonView, type OnNode, planNode, planUpdate} from './daemon-plan.ts';
import {daemonPod, isUpdated, nodeOf, placementOf} from './daemon-pods.ts';

const burstReplicas = 250;
const firstBackoffMs = 1000;
const longestBackoffMs = 15 * 60_000;

interface Backoff {
  readonly delayMs: number;
  readonly untilMs: number;
}

/** A Pod on every node that fits. https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/ */
export function createDaemonSetController(): Controller {
  const backoffs = new Map<string, Backoff>();
  let enqueueLater: (key: string, afterMs: number) => void = () => {};
  return {
    name: 'daemonset',
    setup(context, enqueue) {
      enqueueLater = enqueue;
      const sets = context.informers.of<DaemonSetObject>(collections.daemonSets);
      watchOwned({
        owners: sets,
        ownerKind: 'DaemonSet',
        owned: context.informers.of<PodObject>(collections.pods),
        matches: ({spec}, labels) => labelMatcher(spec.selector)(labels),
        enqueue,
      });
      const everySet = () => {
        for (const set of sets.all()) enqueue(keyOfObject(set));
      };
      context.informers.of<NodeObject>(collections.nodes).on({
        added: everySet,
        removed: everySet,
        changed(node, before) {
          // Heartbeats change nothing for anybody.
          const samePlace =
            same(node.metadata.labels, before.metadata.labels) && same(node.spec.taints, before.spec.taints);
          if (!samePlace) everySet();
        },
      });
    },
    reconcile(key, context) {
      const set = context.informers.of<DaemonSetObject>(collections.daemonSets).byKey(key);
      if (set) new DaemonLook(context, set, {backoffs, later: (afterMs) => enqueueLater(key, afterMs)}).look();
    },
  };
}

interface DaemonMemory {
  readonly backoffs: Map<string, Backoff>;
  readonly later: (afterMs: number) => void;
}

class DaemonLook {
  readonly #context: ControllerContext;
  readonly #set: DaemonSetObject;
  readonly #memory: DaemonMemory;

  constructor(context: ControllerContext, set: DaemonSetObject, memory: DaemonMemory) {
    this.#context = context;
    this.#set = set;
    this.#memory = memory;
  }

  look(): void {
    const {selector, updateStrategy} = this.#set.spec;
    if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0) {
      const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
      return this.#context.event(this.#set, {type: 'Warning', reason: 'SelectingAll', message});
    }
    if (this.#set.metadata.deletionTimestamp !== undefined) return;
    const {current, old} = daemonHistory(this.#context, this.#set);
    const hash = current.metadata.labels?.['controller-revision-hash'] ?? '';
    const view: DaemonView = {set: this.#set, hash, now: this.#context.clock.now()};
    const failure = this.#carryOut(view, this.#managePlan(view));
    if (failure === undefined && updateStrategy?.type !== 'OnDelete')
      this.#carryOut(view, planUpdate(view, this.#nodes()));
    const pods = this.#pods();
    forgetDaemonRevisions(this.#context, this.#set, {old, pods});
    this.#writeStatus(view);
    const next = nextAvailableMs(pods, this.#set.spec.minReadySeconds ?? 0, view.now);
    if (next !== undefined) this.#memory.later(next);
    if (failure !== undefined) throw failure;
  }

  #pods(): readonly PodObject[] {
    const {client, informers} = this.#context;
    return claim({
      client,
      resource: collections.pods,
      ownerResource: collections.daemonSets,
      owner: this.#set,
      candidates: informers.of<PodObject>(collections.pods),
      matches: labelMatcher(this.#set.spec.selector),
    });
  }

  #nodes(): readonly OnNode[] {
    const byNode = new Map<string, PodObject[]>();
    for (const pod of this.#pods()) {
      // One that is over and on its way out is in nobody's way.
      if (isFinished(pod) && pod.metadata.deletionTimestamp !== undefined) continue;
      const name = nodeOf(pod) ?? '';
      const there = byNode.get(name);
      if (there) there.push(pod);
      else byNode.set(name, [pod]);
    }
    const nodes = [...this.#context.informers.of<NodeObject>(collections.nodes).all()];
    return nodes.map((node) => ({
      node,
      placement: placementOf(this.#set, node),
      pods: (byNode.get(node.metadata.name) ?? []).sort(byBindingAndAge),
    }));
  }

  #managePlan(view: DaemonView): DaemonPlan {
    const plans = this.#nodes().map((onNode) => planNode(view, onNode));
    const remove = [...plans.flatMap((plan) => plan.remove), ...this.#podsOfNoNode()];
    return {create: plans.flatMap((plan) => plan.create), remove: remove.filter((pod) => this.#mayRemove(pod))};
  }

  /** Pods that wait for a node that is gone. */
  #podsOfNoNode(): readonly PodObject[] {
    const nodes = this.#context.informers.of<NodeObject>(collections.nodes);
    return this.#pods().filter((pod) => {
      const waits = !pod.spec.nodeName && pod.metadata.deletionTimestamp === undefined;
      return waits && !nodes.get(undefined, nodeOf(pod) ?? '');
    });
  }

  /** A Pod that is over is replaced, with a pause in between that doubles while it fails. */
  #mayRemove(pod: PodObject): boolean {
    const {namespace, name} = pod.metadata;
    const where = `${namespace}/${name} on node ${nodeOf(pod)}`;
    const phase = pod.status?.phase;
    if (phase === 'Succeeded') {
      const message = `Found succeeded daemon pod ${where}, will try to delete it`;
      this.#context.event(this.#set, {type: 'Normal', reason: 'SucceededDaemonPod', message});
    }
    if (phase !== 'Failed') return true;
    if (this.#waits(nodeOf(pod) ?? '')) return false;
    const message = `Found failed daemon pod ${where}, will try to kill it`;
    this.#context.event(this.#set, {type: 'Warning', reason: 'FailedDaemonPod', message});
    return true;
  }

  #waits(node: string): boolean {
    const {backoffs, later} = this.#memory;
    const key = `${this.#set.metadata.uid}/${this.#set.metadata.generation}/${node}`;
    const now = this.#context.clock.now();
    const known = backoffs.get(key);
    if (known && now < known.untilMs) {
      later(known.untilMs - now);
      return true;
    }
    // After a long time without failures it begins anew.
    const isStale = !known || now > known.untilMs + 2 * longestBackoffMs;
    const delayMs = isStale ? firstBackoffMs : Math.min(known.delayMs * 2, longestBackoffMs);
    backoffs.set(key, {delayMs, untilMs: now + delayMs});
    return false;
  }

  #carryOut({hash}: DaemonView, {create, remove}: DaemonPlan): unknown {
    const nodes = create.slice(0, burstReplicas);
    const {error} = slowStart(nodes.length, (index) => {
      createPod(this.#context, this.#set, daemonPod(this.#set, hash, nodes[index] ?? ''));
    });
    for (const pod of remove.slice(0, burstReplicas)) deletePod(this.#context, this.#set, pod);
    if (create.length > burstReplicas || remove.length > burstReplicas) this.#memory.later(1);
    return isNamespaceTerminating(error) ? undefined : error;
  }

  #writeStatus(view: DaemonView): void {
    const set = this.#context.informers.of<DaemonSetObject>(collections.daemonSets).byKey(keyOfObject(this.#set));
    if (set?.metadata.uid !== this.#set.metadata.uid) return;
    const status = daemonStatus(view, this.#nodes());
    if (same(status, set.status)) return;
    this.#context.client.update(collections.daemonSets, {...set, status}, {subresource: 'status'});
  }
}

function daemonStatus({set, hash, now}: DaemonView, nodes: readonly OnNode[]): Frozen<DaemonSetStatus> {
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const wanted = nodes.filter(({placement}) => placement.shouldRun);
  const first = wanted.flatMap(({pods}) => pods.slice(0, 1));
  const numberAvailable = first.filter((pod) => isAvailable(pod, minReadySeconds, now)).length;
  const updated = first.filter((pod) => isUpdated(set, pod, hash)).length;
  const {generation} = set.metadata;
  const {collisionCount, conditions} = set.status ?? {};
  return {
    currentNumberScheduled: first.length,
    numberMisscheduled: nodes.filter(({placement, pods}) => !placement.shouldRun && pods.length > 0).length,
    desiredNumberScheduled: wanted.length,
    numberReady: first.filter(isReady).length,
    ...(generation === undefined ? {} : {observedGeneration: generation}),
    ...(updated > 0 ? {updatedNumberScheduled: updated} : {}),
    ...(numberAvailable > 0 ? {numberAvailable} : {}),
    ...(wanted.length > numberAvailable ? {numberUnavailable: wanted.length - numberAvailable} : {}),
    ...(collisionCount === undefined ? {} : {collisionCount}),
    ...(conditions === undefined ? {} : {conditions}),
  };
}
