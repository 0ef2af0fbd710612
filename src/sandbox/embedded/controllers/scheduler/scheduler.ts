import type {Node, Pod} from 'kubernetes-types/core/v1';
import {keyOfObject, type Stored, same} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {type AttemptContext, attempt} from './attempt.ts';
import {isAlike, isPlaceAlike, matters} from './changes.ts';
import {ClusterState} from './cluster-state.ts';
import {couldUse} from './could-use.ts';
import {type FilterName, filterNames} from './filter.ts';
import {createGroups} from './groups.ts';
import {mayHelp, type PodChange} from './hints.ts';
import {factsOf, hasEnded, type PodFacts} from './pod-facts.ts';
import {PodQueue} from './pod-queue.ts';
import {Verdicts} from './verdicts.ts';
import {bind} from './writes.ts';

const nextPod = 'next';
const oldPods = 'old';
const lookForOldMs = 30_000;

/** `bindTimeoutSeconds` of the plugin VolumeBinding. */
const longestBindingMs = 600_000;

/** What may be other when a claim, a volume or a class is. */
const afterVolumes: readonly FilterName[] = ['VolumeBinding', 'VolumeRestrictions'];

/** What the program kube-scheduler does: gives Pods their nodes, one Pod at a time. */
export function createScheduler(schedulerName = 'default-scheduler'): Controller {
  return {
    name: 'scheduler',
    component: schedulerName,
    ...loopOf(schedulerName),
  };
}

function loopOf(schedulerName: string): Pick<Controller, 'setup' | 'reconcile'> {
  let scheduler: Scheduler | undefined;
  return {
    setup(context, enqueue) {
      scheduler = new Scheduler(schedulerName, context, enqueue);
    },
    reconcile(key) {
      scheduler?.turn(key);
    },
  };
}

class Scheduler {
  readonly #context: AttemptContext;
  readonly #cluster: ClusterState;
  readonly #enqueue: (key: string, afterMs?: number) => void;
  readonly #queue = new PodQueue();
  readonly #facts = new WeakMap<Stored<Pod>, PodFacts>();
  /** Pods that have a node and wait for their volumes. */
  readonly #binding = new Map<string, {readonly node: string; readonly sinceMs: number}>();

  constructor(schedulerName: string, context: ControllerContext, enqueue: (key: string, afterMs?: number) => void) {
    const {informers} = context;
    this.#cluster = new ClusterState(informers);
    this.#enqueue = enqueue;
    const groupOf = createGroups(informers);
    this.#context = {...context, cluster: this.#cluster, groupOf, schedulerName, verdicts: new Verdicts()};
    this.#followNodes();
    this.#followPods();
    this.#followTheRest();
  }

  /** Works on a key of the queue: the Pod that is next, those that wait long, or one that was put off. */
  turn(key: string): void {
    if (key === nextPod) this.#tryNext();
    else if (key === oldPods) this.#lookForOld();
    else this.#addAgain(key);
  }

  #followNodes(): void {
    const nodes = this.#context.informers.of<Stored<Node>>('nodes');
    nodes.on({
      added: (node) => this.#setNode(node, undefined),
      changed: (node, before) => matters(node, before) && this.#setNode(node, before),
      removed: (node) => {
        this.#cluster.removeNode(node.metadata.name);
        this.#wake(['PodTopologySpread']);
      },
    });
  }

  #followPods(): void {
    this.#context.informers.of<Stored<Pod>>('pods').on({
      added: (pod) => this.#see(pod, undefined),
      changed: (pod, before) => this.#see(pod, before),
      removed: (pod) => this.#miss(keyOfObject(pod)),
    });
  }

  #followTheRest(): void {
    const {informers} = this.#context;
    informers.of('namespaces').on({
      changed: (namespace, before) => {
        if (same(namespace.metadata.labels, before.metadata.labels)) return;
        this.#cluster.version += 1;
        this.#cluster.counts.forget();
      },
    });
    const changed = (): void => {
      this.#cluster.version += 1;
      this.#wake(afterVolumes);
      for (const key of this.#binding.keys()) this.#enqueue(key);
    };
    for (const resource of ['persistentvolumeclaims', 'persistentvolumes', 'storageclasses.storage.k8s.io'])
      informers.of(resource).on({added: changed, changed, removed: changed});
  }

  #setNode(node: Stored<Node>, before: Stored<Node> | undefined): void {
    this.#cluster.setNode(node);
    const state = this.#cluster.nodes.get(node.metadata.name);
    if (!state || (before && isPlaceAlike(node, before))) return;
    this.#wake(filterNames, (waiting) => couldUse(waiting, state, this.#cluster));
    // How others are spread may have changed with the labels there are.
    this.#wake(['PodTopologySpread']);
  }

  #see(pod: Stored<Pod>, before: Stored<Pod> | undefined): void {
    const key = keyOfObject(pod);
    const gone = hasEnded(pod) || (this.#binding.has(key) && pod.metadata.deletionTimestamp !== undefined);
    if (gone) this.#miss(key);
    else if (pod.spec?.nodeName) this.#seePlaced(pod, before, pod.spec.nodeName);
    else if (this.#isMine(pod)) {
      if (this.#binding.has(key)) return;
      if (before && this.#queue.has(key) && isAlike(pod, before)) return;
      this.#add(pod);
    } else this.#queue.forget(key);
  }

  #seePlaced(pod: Stored<Pod>, before: Stored<Pod> | undefined, node: string): void {
    const key = keyOfObject(pod);
    const left = this.#cluster.placedPod(key);
    if (left && before && isAlike(pod, before)) return;
    const came = factsOf(pod);
    this.#queue.forget(key);
    this.#binding.delete(key);
    this.#cluster.withdraw(key);
    this.#cluster.place(came, node);
    this.#wakeFor({left, came});
  }

  #isMine({metadata, spec}: Stored<Pod>): boolean {
    return (
      metadata.deletionTimestamp === undefined &&
      (spec?.schedulerName ?? 'default-scheduler') === this.#context.schedulerName &&
      (spec?.schedulingGates ?? []).length === 0
    );
  }

  #add(pod: Stored<Pod>): void {
    this.#queue.add(keyOfObject(pod), pod.spec?.priority ?? 0);
    // Room that was made before this scheduler started is still the Pod's.
    const node = pod.status?.nominatedNodeName;
    if (node) this.#cluster.nominate(factsOf(pod), node);
    this.#goOn();
  }

  #miss(key: string): void {
    this.#queue.forget(key);
    this.#binding.delete(key);
    // What was kept for it is free for others.
    if (this.#cluster.withdraw(key)) this.#wake(['NodeResourcesFit']);
    const left = this.#cluster.placedPod(key);
    if (!left) return;
    this.#cluster.displace(key);
    this.#wakeFor({left, came: undefined});
  }

  #wakeFor(change: PodChange): void {
    this.#wake(filterNames, (waiting, filter) => mayHelp(filter, waiting, change, this.#cluster));
  }

  #wake(filters: readonly FilterName[], helps?: (waiting: PodFacts, filter: FilterName) => boolean): void {
    const pods = this.#context.informers.of<Stored<Pod>>('pods');
    this.#queue.wake(
      filters,
      helps &&
        ((key, filter) => {
          const pod = pods.byKey(key);
          return pod !== undefined && helps(this.#factsOf(pod), filter);
        }),
    );
    this.#goOn();
  }

  #factsOf(pod: Stored<Pod>): PodFacts {
    const known = this.#facts.get(pod) ?? factsOf(pod);
    this.#facts.set(pod, known);
    return known;
  }

  #goOn(): void {
    if (this.#queue.hasReady) this.#enqueue(nextPod);
  }

  #awaitVolumes(key: string, node: string): void {
    this.#binding.set(key, {node, sinceMs: this.#context.clock.now()});
    this.#enqueue(key, longestBindingMs);
  }

  /** Sends a Pod to its node when its volumes are there, or gives up waiting for them. */
  #finishBinding(pod: Stored<Pod>, {node, sinceMs}: {readonly node: string; readonly sinceMs: number}): void {
    const {clock, event} = this.#context;
    const key = keyOfObject(pod);
    if (this.#cluster.volumes.areBound(pod)) {
      this.#binding.delete(key);
      bind(pod, node, this.#context);
    } else if (clock.now() - sinceMs >= longestBindingMs) {
      this.#miss(key);
      const message = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded';
      event(pod, {type: 'Warning', reason: 'FailedScheduling', message});
      this.#add(pod);
    } else this.#enqueue(key, longestBindingMs);
  }

  #addAgain(key: string): void {
    const pod = this.#context.informers.of<Stored<Pod>>('pods').byKey(key);
    const binding = this.#binding.get(key);
    if (pod && binding) this.#finishBinding(pod, binding);
    else if (pod && !pod.spec?.nodeName && this.#isMine(pod) && !hasEnded(pod)) this.#add(pod);
  }

  #lookForOld(): void {
    this.#queue.wakeOld(this.#context.clock.now());
    this.#goOn();
    if (this.#queue.hasWaiting) this.#enqueue(oldPods, lookForOldMs);
  }

  #tryNext(): void {
    const {informers, clock} = this.#context;
    const next = this.#queue.take();
    const pod = next && informers.of<Stored<Pod>>('pods').byKey(next.key);
    if (!next || !pod) return;
    const {key, isOld} = next;
    try {
      const outcome = attempt(pod, this.#context, isOld);
      if (outcome.state === 'binding') this.#awaitVolumes(key, outcome.node);
      if (outcome.state !== 'unschedulable') return;
      this.#queue.wait(key, outcome.waitsFor, clock.now());
      this.#enqueue(oldPods, lookForOldMs);
    } catch (error) {
      // This Pod comes again by itself; the others need not wait for it.
      this.#enqueue(key, this.#queue.backOff(key));
      if (!(error instanceof KubeRefusal)) throw error;
    } finally {
      this.#goOn();
    }
  }
}
