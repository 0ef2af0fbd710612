import type {Lease} from 'kubernetes-types/coordination/v1';
import type {Node, NodeCondition} from 'kubernetes-types/core/v1';
import {type Frozen, type Stored, same} from '../../kubernetes-api/object.ts';
import {msOf} from '../../kubernetes-api/values/durations.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {timestamp} from '../event-recorder.ts';
import {markPodsNotReady} from './mark-pods.ts';
import {taintsOf} from './node-taints.ts';
import {PodsByNode} from './pods-by-node.ts';

/** `--node-monitor-grace-period` and `--node-startup-grace-period` of kube-controller-manager 1.34. */
const graceMs = 50_000;
const startupGraceMs = 60_000;

const leases = 'leases.coordination.k8s.io';
const leaseNamespace = 'kube-node-lease';
const watched = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** Notices nodes that are not heard of any more, says so, and taints them so that Pods stay away or leave. */
export function createNodeLifecycleController(): Controller {
  let lifecycle: NodeLifecycle | undefined;
  return {
    name: 'node-lifecycle',
    component: 'node-controller',
    setup(context, enqueue) {
      lifecycle = new NodeLifecycle(context, enqueue);
    },
    reconcile: (name) => lifecycle?.look(name),
  };
}

class NodeLifecycle {
  readonly #context: ControllerContext;
  readonly #enqueue: (key: string, afterMs?: number) => void;
  readonly #pods: PodsByNode;
  /** When each node was last heard of, by this machine's clock. */
  readonly #seenMs = new Map<string, number>();
  readonly #ready = new Set<string>();

  constructor(context: ControllerContext, enqueue: (key: string, afterMs?: number) => void) {
    this.#context = context;
    this.#enqueue = enqueue;
    const {informers} = context;
    this.#pods = new PodsByNode(informers);
    informers.of<Stored<Node>>('nodes').on({
      added: (node) => this.#add(node),
      changed: (node, before) => this.#change(node, before),
      removed: (node) => this.#remove(node),
    });
    const heard = ({metadata}: Stored<Lease>): void => {
      if (metadata.namespace === leaseNamespace) this.#hear(metadata.name);
    };
    informers.of<Stored<Lease>>(leases).on({
      added: heard,
      changed: (lease, before) => {
        if (lease.spec?.renewTime !== before.spec?.renewTime) heard(lease);
      },
    });
  }

  /** Brings a node's conditions and taints to what is known of it. */
  look(name: string): void {
    const {informers, client, clock} = this.#context;
    const node = informers.of<Stored<Node>>('nodes').byKey(name);
    if (!node) return;
    const left = this.#leftMs(node);
    if (left <= 0) this.#giveUp(node);
    else this.#enqueue(name, left);
    const current = client.find<Stored<Node>>('nodes', '', name);
    if (!current) return;
    const taints = taintsOf(current, this.#ready.size > 0, timestamp(clock.now()));
    if (taints === (current.spec?.taints ?? []) || same(taints, current.spec?.taints ?? [])) return;
    const {taints: _, ...spec} = current.spec ?? {};
    client.update('nodes', {...current, spec: {...spec, ...(taints.length === 0 ? {} : {taints})}});
  }

  #add(node: Stored<Node>): void {
    const {name} = node.metadata;
    this.#noteReady(node);
    this.#hear(name);
    const message = `Node ${name} event: Registered Node ${name} in Controller`;
    this.#context.event(node, {type: 'Normal', reason: 'RegisteredNode', message});
  }

  #change(node: Stored<Node>, before: Stored<Node>): void {
    const {name} = node.metadata;
    if (isNews(node, before)) this.#hear(name);
    const wasReady = this.#ready.has(name);
    this.#noteReady(node);
    // Whether Pods must leave the others depends on whether any node is ready.
    if (wasReady !== this.#ready.has(name)) for (const other of this.#seenMs.keys()) this.#enqueue(other);
    else if (!same(node.spec, before.spec) || !same(node.status?.conditions, before.status?.conditions))
      this.#enqueue(name);
  }

  #remove(node: Stored<Node>): void {
    const {name} = node.metadata;
    this.#seenMs.delete(name);
    this.#ready.delete(name);
    const message = `Node ${name} event: Removing Node ${name} from Controller`;
    this.#context.event(node, {type: 'Normal', reason: 'RemovingNode', message});
  }

  #hear(name: string): void {
    if (!this.#context.informers.of('nodes').byKey(name)) return;
    this.#seenMs.set(name, this.#context.clock.now());
    this.#enqueue(name);
  }

  #noteReady(node: Stored<Node>): void {
    if (conditionOf(node, 'Ready')?.status === 'True') this.#ready.add(node.metadata.name);
    else this.#ready.delete(node.metadata.name);
  }

  #leftMs(node: Stored<Node>): number {
    const {clock} = this.#context;
    const grace = conditionOf(node, 'Ready') ? graceMs : startupGraceMs;
    const created = msOf(node.metadata.creationTimestamp) ?? 0;
    return (this.#seenMs.get(node.metadata.name) ?? created) + grace - clock.now();
  }

  #giveUp(node: Stored<Node>): void {
    const {client, clock, event} = this.#context;
    const conditions = unknownConditions(node, timestamp(clock.now()));
    if (same(conditions, node.status?.conditions ?? [])) return;
    const {name} = node.metadata;
    const wasReady = conditionOf(node, 'Ready')?.status === 'True';
    client.update('nodes', {...node, status: {...node.status, conditions}}, {subresource: 'status'});
    if (!wasReady) return;
    event(node, {type: 'Normal', reason: 'NodeNotReady', message: `Node ${name} status is now: NodeNotReady`});
    markPodsNotReady(this.#pods.on(name), this.#context);
  }
}

/** Only a kubelet changes what it says of itself; a taint or a cordon is no sign of life. */
function isNews({status}: Stored<Node>, {status: before}: Stored<Node>): boolean {
  if (status === before) return false;
  const given = (conditions: NodeConditions): unknown => conditions?.filter(({reason}) => !isOurs(reason));
  return !same(given(status?.conditions), given(before?.conditions));
}

type NodeConditions = readonly Frozen<NodeCondition>[] | undefined;

function isOurs(reason: string | undefined): boolean {
  return reason === 'NodeStatusUnknown' || reason === 'NodeStatusNeverUpdated';
}

function conditionOf({status}: Stored<Node>, type: string): Frozen<NodeCondition> | undefined {
  return status?.conditions?.find((one) => one.type === type);
}

function unknownConditions(node: Stored<Node>, now: string): readonly Frozen<NodeCondition>[] {
  const conditions = (node.status?.conditions ?? []).map((one) => {
    if (!watched.includes(one.type) || one.status === 'Unknown') return one;
    const why = {reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.'};
    return {...one, status: 'Unknown', lastTransitionTime: now, ...why};
  });
  const missing = watched.filter((type) => !conditionOf(node, type));
  const never = {reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.'};
  const heartbeat = node.metadata.creationTimestamp ?? now;
  const added = missing.map((type) => ({
    type,
    status: 'Unknown',
    lastHeartbeatTime: heartbeat,
    lastTransitionTime: now,
    ...never,
  }));
  return [...conditions, ...added];
}
