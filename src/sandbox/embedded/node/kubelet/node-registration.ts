import type {Lease} from 'kubernetes-types/coordination/v1';
import type {Node as NodeKind} from 'kubernetes-types/core/v1';
import {microTimestamp} from '../../controllers/event-recorder.ts';
import {Unreachable} from '../../kubernetes-api/client.ts';
import {type Draft, type Fields, type Stored, same} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import type {KubeletContext} from './context.ts';
import {nodeStatus} from './node-status.ts';

/** A node, as the store has it. */
export type KubeNode = Stored<NodeKind>;

const leaseSeconds = 40;
const leaseNamespace = 'kube-node-lease';
/** Upstream's `nodeStatusUpdateFrequency` and `nodeStatusReportFrequency`. */
const tickMs = 10_000;
const reportMs = 300_000;
/** After how long it tries again to reach the API server. */
const retryMs = 1000;

/** Enters the node into the cluster, and says every ten seconds that it is still there. */
export class NodeRegistration {
  readonly #context: KubeletContext;
  #cancelTick: () => void = () => {};
  #reportedMs = Number.NEGATIVE_INFINITY;
  #wasReady: boolean | undefined;
  #isStopped = false;
  #hasGreeted = false;
  #retryAtMs = Number.NEGATIVE_INFINITY;

  constructor(context: KubeletContext) {
    this.#context = context;
  }

  start(): void {
    this.#tick();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTick();
  }

  /** The node as the API has it; undefined while it is not there. */
  node(): KubeNode | undefined {
    if (this.#context.clock.now() < this.#retryAtMs) return undefined;
    return this.#tried(() => this.#context.client.find<KubeNode>('nodes', '', this.#context.node.name));
  }

  /** Whether there is something to tell of at once: the network is ready, or no more. */
  look(): void {
    if (this.#context.clock.now() < this.#retryAtMs) return;
    if (this.#context.node.hasPodNetwork() !== this.#wasReady) this.update();
  }

  /** Registers it, or brings its status up to date. */
  update(): void {
    if (this.#isStopped) return;
    this.#retryAtMs = Number.NEGATIVE_INFINITY;
    this.#tried(() => {
      const node = this.#context.client.find<KubeNode>('nodes', '', this.#context.node.name) ?? this.#register();
      this.#renewLease(node);
      this.#greet();
      this.#report(node);
    });
  }

  #tick(): void {
    if (this.#isStopped) return;
    this.update();
    this.#cancelTick = this.#context.clock.after(tickMs, () => this.#tick());
  }

  #register(): KubeNode {
    const {node, config, client} = this.#context;
    const made = client.create<KubeNode>('nodes', '', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: node.name,
        labels: {
          'beta.kubernetes.io/arch': 'amd64',
          'beta.kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': node.name,
          'kubernetes.io/os': 'linux',
          ...config.labels,
        },
        annotations: {'volumes.kubernetes.io/controller-managed-attach-detach': 'true'},
      },
      spec: {
        ...(config.providerId === undefined ? {} : {providerID: config.providerId}),
        ...(config.taints.length === 0 ? {} : {taints: config.taints.map((taint) => ({...taint}))}),
      },
      status: nodeStatus({node, config, before: undefined}) as object as Fields,
    });
    this.#context.say(`"Successfully registered node" node="${node.name}"`);
    this.#reportedMs = Number.NEGATIVE_INFINITY;
    return made;
  }

  /** Says once that the kubelet has begun. */
  #greet(): void {
    if (this.#hasGreeted) return;
    this.#hasGreeted = true;
    const {name} = this.#context.node;
    this.#event('Normal', 'Starting', 'Starting kubelet.');
    for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'])
      this.#event('Normal', reason, `Node ${name} status is now: ${reason}`);
    this.#event('Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
  }

  #report(stored: KubeNode): void {
    const {node, config, client, clock} = this.#context;
    const status = nodeStatus({node, config, before: stored.status});
    const isReady = node.hasPodNetwork();
    const isDue = clock.now() - this.#reportedMs >= reportMs;
    if (!isDue && same(withoutHeartbeats(stored.status), withoutHeartbeats(status))) return;
    const {resourceVersion: _, ...metadata} = stored.metadata;
    const draft: Draft = {...stored, metadata, status};
    client.update('nodes', draft, {subresource: 'status'});
    this.#reportedMs = clock.now();
    if (isReady !== this.#wasReady) {
      const reason = isReady ? 'NodeReady' : 'NodeNotReady';
      if (isReady || this.#wasReady !== undefined)
        this.#event('Normal', reason, `Node ${node.name} status is now: ${reason}`);
      this.#wasReady = isReady;
    }
  }

  #renewLease(node: KubeNode): void {
    const {client, clock} = this.#context;
    const {name, uid} = node.metadata;
    const renewTime = microTimestamp(clock.now());
    const known = client.find<Stored<Lease>>('leases.coordination.k8s.io', leaseNamespace, name);
    const spec = {holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime};
    if (known) {
      client.update('leases.coordination.k8s.io', {...known, spec: {...known.spec, ...spec}} as object as Draft);
      return;
    }
    client.create('leases.coordination.k8s.io', leaseNamespace, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {name, namespace: leaseNamespace, ownerReferences: [{apiVersion: 'v1', kind: 'Node', name, uid}]},
      spec,
    });
  }

  #event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#context.events.record(this.#about(), {type, reason, message});
  }

  /** Upstream's kubelet names its node by its name, in the place of a uid. */
  #about(): Parameters<KubeletContext['events']['record']>[0] {
    const {name} = this.#context.node;
    return {apiVersion: 'v1', kind: 'Node', metadata: {name, uid: name, resourceVersion: ''}};
  }

  /** What does not go now goes at the next tick. */
  #tried<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof KubeRefusal)) throw error;
      this.#retryAtMs = this.#context.clock.now() + retryMs;
      this.#context.say(`"Unable to update node status" err="${error.message}"`);
      return undefined;
    }
  }
}

function withoutHeartbeats(status: KubeNode['status']): object {
  const conditions = (status?.conditions ?? []).map(({lastHeartbeatTime: _, ...rest}) => rest);
  return {...status, conditions};
}
