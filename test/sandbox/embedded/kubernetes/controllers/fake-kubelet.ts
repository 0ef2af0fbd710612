import type {ManualClock} from '../../../../../src/sandbox/embedded/clock.ts';
import {collections, type PodObject} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';

export interface FakeKubelet {
  /** Says a Pod's containers are ready or not, or that it is over. */
  mark(pod: PodObject, state: 'ready' | 'unready' | 'failed' | 'succeeded'): void;
  stop(): void;
}

export interface FakeKubeletOptions {
  readonly client: Client;
  readonly clock: ManualClock;
  /** How long until a Pod is bound and ready. */
  readonly readyMs?: (pod: PodObject) => number;
  /** How long a Pod takes to end. */
  readonly endMs?: (pod: PodObject) => number;
  /** Where Pods go that name no node. */
  readonly nodes?: readonly string[];
}

/** Scheduler and kubelet in one: binds Pods, has them ready after a while, and ends those that are deleted. */
export function startFakeKubelet(options: FakeKubeletOptions): FakeKubelet {
  const {client, clock, readyMs = () => 50, endMs = () => 30, nodes = ['node-1', 'node-2', 'node-3']} = options;
  let turn = 0;

  const live = (pod: PodObject): PodObject | undefined => {
    const found = client.find<PodObject>(collections.pods, pod.metadata.namespace ?? '', pod.metadata.name);
    return found?.metadata.uid === pod.metadata.uid ? found : undefined;
  };

  function begin(pod: PodObject): void {
    const there = live(pod);
    if (!there || there.metadata.deletionTimestamp !== undefined || there.spec.nodeName) return;
    const [term] =
      there.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
    const name = term?.matchFields?.[0]?.values?.[0] ?? nodes[turn++ % nodes.length] ?? '';
    const {namespace = ''} = pod.metadata;
    client.create(
      collections.pods,
      namespace,
      {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: {name: pod.metadata.name, namespace},
        target: {apiVersion: 'v1', kind: 'Node', name},
      },
      {subresource: 'binding'},
    );
    mark(pod, 'ready');
  }

  function mark(pod: PodObject, state: 'ready' | 'unready' | 'failed' | 'succeeded'): void {
    const there = live(pod);
    if (!there) return;
    const over = state === 'failed' ? 'Failed' : state === 'succeeded' ? 'Succeeded' : undefined;
    if (over === undefined && (there.status?.phase === 'Failed' || there.status?.phase === 'Succeeded')) return;
    const lastTransitionTime = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    const ready = {type: 'Ready', status: state === 'ready' ? 'True' : 'False', lastTransitionTime};
    const status = {...there.status, phase: over ?? 'Running', conditions: [ready]};
    client.update(collections.pods, {...there, status}, {subresource: 'status'});
  }

  function end(pod: PodObject): void {
    const there = live(pod);
    if (!there) return;
    const {namespace = '', name} = there.metadata;
    client.delete(collections.pods, namespace, name, {gracePeriodSeconds: 0});
  }

  const stop = client.watch(collections.pods, client.revision(), ({type, object, before}) => {
    const pod = object as unknown as PodObject;
    if (type === 'ADDED') clock.after(readyMs(pod), () => begin(pod));
    const goes = pod.metadata.deletionTimestamp !== undefined && before?.metadata.deletionTimestamp === undefined;
    if (type === 'MODIFIED' && goes) clock.after(endMs(pod), () => end(pod));
  });
  return {mark, stop};
}
