import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createGarbageCollector} from '../../../../../src/sandbox/embedded/controllers/garbage/garbage-collector.ts';
import {createWorkloadControllers} from '../../../../../src/sandbox/embedded/controllers/workloads/index.ts';
import {
  collections,
  type DaemonSetObject,
  type JobObject,
  type NodeObject,
  type PodObject,
  type StatefulSetObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import {controllerOf, type Fields, type KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {fuzzRuns} from '../fuzz-runs.ts';
import {type ControllersRig, createControllersRig} from './controllers-rig.ts';

/** What is done to StatefulSets, DaemonSets and Jobs; numbers pick one of what is there. */
type Operation =
  | {
      readonly does: 'apply';
      readonly kind: Kind;
      readonly name: string;
      readonly number: number;
      readonly version: number;
    }
  | {
      readonly does: 'delete';
      readonly kind: Kind;
      readonly name: string;
      readonly propagation: 'Background' | 'Foreground';
    }
  | {readonly does: 'node'; readonly name: string; readonly taint: boolean}
  | {readonly does: 'deletePod'; readonly pick: number}
  | {readonly does: 'mark'; readonly pick: number; readonly state: 'ready' | 'unready' | 'failed' | 'succeeded'}
  | {readonly does: 'wait'; readonly ms: number};
type Kind = 'StatefulSet' | 'DaemonSet' | 'Job';

const name = fc.constantFrom('one', 'two');
const kind = fc.constantFrom<Kind>('StatefulSet', 'DaemonSet', 'Job');
const pick = fc.nat(1000);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({does: fc.constant('apply' as const), kind, name, number: fc.nat(5), version: fc.nat(2)}),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('delete' as const),
      kind,
      name,
      propagation: fc.constantFrom('Background' as const, 'Foreground' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('node' as const),
      name: fc.constantFrom('a', 'b', 'c'),
      taint: fc.boolean(),
    }),
  },
  {weight: 3, arbitrary: fc.record({does: fc.constant('deletePod' as const), pick})},
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('mark' as const),
      pick,
      state: fc.constantFrom('ready' as const, 'unready' as const, 'failed' as const, 'succeeded' as const),
    }),
  },
  {weight: 10, arbitrary: fc.record({does: fc.constant('wait' as const), ms: fc.nat(400)})},
);

const stored = {
  StatefulSet: collections.statefulSets,
  DaemonSet: collections.daemonSets,
  Job: collections.jobs,
} as const;

function template(owner: string, version: number, restartPolicy: string): Fields {
  return {
    metadata: {labels: {app: owner}},
    spec: {restartPolicy, containers: [{name: 'c', image: `busybox:${version}`}]},
  };
}

function specOf(kind: Kind, owner: string, number: number, version: number): Fields {
  const selector = {matchLabels: {app: owner}};
  switch (kind) {
    case 'StatefulSet':
      return {replicas: number, serviceName: owner, selector, template: template(owner, version, 'Always')};
    case 'DaemonSet':
      return {selector, template: template(owner, version, 'Always')};
    case 'Job':
      return {parallelism: number, completions: 4, backoffLimit: 5, template: template(owner, 0, 'Never')};
  }
}

class RandomSets {
  readonly rig: ControllersRig = createControllersRig({
    controllers: () => [...createWorkloadControllers(), createGarbageCollector()],
  });
  /** Pods of Jobs that were over at some time, by the Job's uid. */
  readonly ended = new Map<string, Set<string>>();
  readonly faults: string[] = [];

  constructor() {
    const {admin} = this.rig;
    for (const name of ['a', 'b', 'c']) {
      admin.create(collections.nodes, '', {metadata: {name}, spec: {}});
      this.#node(name, false);
    }
    admin.watch(collections.pods, admin.revision(), () => this.#check());
  }

  pods(): readonly PodObject[] {
    return this.rig.admin.list(collections.pods, 'default');
  }

  async do(operation: Operation): Promise<void> {
    const {admin, clock, kubelet} = this.rig;
    if (operation.does === 'wait') return clock.advance(operation.ms);
    if (operation.does === 'node') return this.#node(operation.name, operation.taint);
    if (operation.does === 'apply') return this.#apply(operation);
    if (operation.does === 'delete') {
      const {kind, name, propagation} = operation;
      const resource = stored[kind];
      if (admin.find(resource, 'default', name)) admin.delete(resource, 'default', name, {propagation});
      return;
    }
    const some = this.pods().filter(({status}) => operation.does === 'deletePod' || status?.phase === 'Running');
    const pod = some[operation.pick % Math.max(1, some.length)];
    if (!pod) return;
    if (operation.does === 'deletePod') admin.delete(collections.pods, 'default', pod.metadata.name);
    else kubelet.mark(pod, operation.state);
  }

  /** Lets everything come to rest: containers get ready, and the work of Jobs is done. */
  async settle(): Promise<void> {
    const {clock, kubelet, admin} = this.rig;
    for (let round = 0; round < 12; round += 1) {
      await clock.advance(20_000);
      for (const pod of this.pods()) {
        const kind = controllerOf(pod)?.kind;
        if (pod.status?.phase === 'Running') kubelet.mark(pod, kind === 'Job' ? 'succeeded' : 'ready');
        // Two that ended and are wanted no more wait for each other, as upstream's do, until somebody clears them away.
        else if (kind === 'StatefulSet' && ['Failed', 'Succeeded'].includes(pod.status?.phase ?? ''))
          admin.delete(collections.pods, 'default', pod.metadata.name);
      }
    }
    await clock.advance(120_000);
  }

  #node(name: string, taint: boolean): void {
    const node = this.rig.admin.get<NodeObject>(collections.nodes, '', name);
    const taints = taint ? [{key: 'out', effect: 'NoExecute'}] : [];
    this.rig.admin.update(collections.nodes, {...node, spec: {...node.spec, taints}});
  }

  #apply({kind, name, number, version}: Extract<Operation, {does: 'apply'}>): void {
    const {admin} = this.rig;
    const resource = stored[kind];
    const before = admin.find<KubeObject & {readonly spec: Fields}>(resource, 'default', name);
    const spec = specOf(kind, `${kind}-${name}`.toLowerCase(), number, version);
    if (!before) admin.create(resource, 'default', {metadata: {name, namespace: 'default'}, spec});
    else if (kind === 'Job') admin.update(resource, {...before, spec: {...before.spec, parallelism: number}});
    else admin.update(resource, {...before, spec: {...before.spec, ...spec}});
  }

  #check(): void {
    const nodes = new Set<string>();
    for (const pod of this.pods()) {
      const owner = controllerOf(pod);
      const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
      if (owner?.kind === 'Job' && over) {
        const known = this.ended.get(owner.uid) ?? new Set();
        this.ended.set(owner.uid, known.add(pod.metadata.uid));
      }
      if (owner?.kind !== 'DaemonSet' || over || pod.metadata.deletionTimestamp !== undefined || !pod.spec.nodeName)
        continue;
      const place = `${owner.uid} on ${pod.spec.nodeName}`;
      if (nodes.has(place)) this.faults.push(`two Pods of ${owner.name} on ${pod.spec.nodeName}`);
      nodes.add(place);
    }
  }
}

function wrongAtRest(sets: RandomSets): readonly string[] {
  const {admin, errors} = sets.rig;
  // Pods of a set that was deleted may be in the way of a new one's until they are collected.
  const wrong = [...sets.faults, ...errors.filter((error) => !error.endsWith('already exists'))];
  const owners = new Map<string, KubeObject>();
  for (const resource of Object.values(stored))
    for (const owner of admin.list<KubeObject>(resource, 'default')) owners.set(owner.metadata.uid, owner);
  const pods = sets.pods();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owners.has(owner?.uid ?? '')) wrong.push(`${pod.metadata.name} has lost its owner ${owner?.name}`);
  }
  for (const [uid, owner] of owners) {
    const mine = pods.filter((pod) => controllerOf(pod)?.uid === uid);
    if (owner.kind === 'StatefulSet') wrong.push(...wrongStateful(owner as StatefulSetObject, mine));
    if (owner.kind === 'DaemonSet')
      wrong.push(...wrongDaemons(owner as DaemonSetObject, mine, admin.list(collections.nodes)));
    if (owner.kind === 'Job') wrong.push(...wrongJob(owner as JobObject, mine, sets.ended.get(uid)?.size ?? 0));
  }
  return wrong;
}

function wrongStateful(set: StatefulSetObject, pods: readonly PodObject[]): readonly string[] {
  const wanted = Array.from({length: set.spec.replicas ?? 1}, (_, index) => `${set.metadata.name}-${index}`);
  const image = set.spec.template.spec?.containers[0]?.image;
  const names = pods.filter(({spec}) => spec.containers[0]?.image === image).map(({metadata}) => metadata.name);
  const right = JSON.stringify([...names].sort()) === JSON.stringify(wanted) && pods.length === wanted.length;
  const {readyReplicas = 0, updatedReplicas = 0, currentRevision, updateRevision} = set.status ?? {};
  const isCounted = readyReplicas === wanted.length && updatedReplicas === wanted.length;
  return [
    ...(right ? [] : [`StatefulSet ${set.metadata.name} wants ${wanted} and has ${names}`]),
    ...(isCounted && currentRevision === updateRevision ? [] : [`it says ${JSON.stringify(set.status)}`]),
  ];
}

function wrongDaemons(
  set: DaemonSetObject,
  pods: readonly PodObject[],
  nodes: readonly NodeObject[],
): readonly string[] {
  const image = set.spec.template.spec?.containers[0]?.image;
  const wanted = nodes.filter(({spec}) => !spec.taints?.length).map(({metadata}) => metadata.name);
  const there = pods.filter(({spec}) => spec.containers[0]?.image === image).map(({spec}) => spec.nodeName ?? '');
  if ([...there].sort().join() === wanted.join() && pods.length === wanted.length) return [];
  return [`DaemonSet ${set.metadata.name} wants ${wanted} and has ${there}`];
}

function wrongJob(job: JobObject, pods: readonly PodObject[], ended: number): readonly string[] {
  const {succeeded = 0, failed = 0, conditions = [], uncountedTerminatedPods} = job.status ?? {};
  const isOver = conditions.some(({type, status}) => (type === 'Complete' || type === 'Failed') && status === 'True');
  const isIdle = job.spec.parallelism === 0;
  const held = pods.filter(({metadata}) => metadata.finalizers?.length);
  return [
    ...(isOver || isIdle ? [] : [`Job ${job.metadata.name} is not over: ${JSON.stringify(job.status)}`]),
    ...(succeeded > 4 + (job.spec.parallelism ?? 0) ? [`Job ${job.metadata.name} has ${succeeded} of 4`] : []),
    // One that was deleted before it was over counts as failed; one that the Job gave up itself does not.
    ...(succeeded + failed < Math.min(ended, 1) ? [`Job ${job.metadata.name} has forgotten ${ended} Pods`] : []),
    ...(Object.keys(uncountedTerminatedPods ?? {}).length > 0 ? [`Job ${job.metadata.name} has not counted all`] : []),
    ...(isOver && held.length > 0 ? [`Job ${job.metadata.name} holds ${held.length} Pods`] : []),
  ];
}

test('StatefulSets, DaemonSets and Jobs end as their specs ask, whatever is done', {timeout: 120_000}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, {minLength: 500, maxLength: 500}), async (operations) => {
      const sets = new RandomSets();
      for (const one of operations) await sets.do(one);
      await sets.settle();
      expect(wrongAtRest(sets)).toEqual([]);
    }),
    {numRuns: fuzzRuns(2), endOnFailure: true},
  );
});
