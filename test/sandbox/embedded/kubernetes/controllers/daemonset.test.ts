import {expect, test} from 'vitest';
import {
  type ControllerRevisionObject,
  collections,
  type DaemonSetObject,
  type NodeObject,
  type PodObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {createControllersRig} from './controllers-rig.ts';

const template = (image: string) => ({
  metadata: {labels: {app: 'log'}},
  spec: {containers: [{name: 'c', image}]},
});

const daemonSet = (more = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: {name: 'log', namespace: 'default', annotations: {'deprecated.daemonset.template.generation': '1'}},
  spec: {
    revisionHistoryLimit: 10,
    selector: {matchLabels: {app: 'log'}},
    updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge: 0, maxUnavailable: 1}},
    template: template('busybox:1'),
    ...more,
  },
});

function edit(admin: Client, spec: object): void {
  const before = get(admin);
  const generation = String((before.metadata.generation ?? 0) + 1);
  const annotations = {...before.metadata.annotations, 'deprecated.daemonset.template.generation': generation};
  admin.update(collections.daemonSets, {
    ...before,
    metadata: {...before.metadata, annotations},
    spec: {...before.spec, ...spec},
  });
}

const get = (admin: Client) => admin.get<DaemonSetObject>(collections.daemonSets, 'default', 'log');
const pods = (admin: Client) => admin.list<PodObject>(collections.pods, 'default');
const images = (admin: Client) => pods(admin).map(({spec}) => spec.containers[0]?.image);

function addNodes(admin: Client, ...names: readonly string[]): void {
  for (const name of names) {
    // The API gives a new node a taint, which the node's own controller takes away once it is ready.
    const node = admin.create<NodeObject>(collections.nodes, '', {metadata: {name}, spec: {}});
    admin.update(collections.nodes, {...node, spec: {...node.spec, taints: []}});
  }
}

test('a DaemonSet has a Pod on every node, also on one that comes later', async () => {
  const {admin, clock, errors, events} = createControllersRig();
  addNodes(admin, 'a', 'b');
  admin.create(collections.daemonSets, 'default', daemonSet());
  await clock.advance(1000);
  expect(
    pods(admin)
      .map(({spec}) => spec.nodeName)
      .sort(),
  ).toEqual(['a', 'b']);
  expect(pods(admin)[0]?.metadata.labels).toMatchObject({'pod-template-generation': '1'});
  expect(pods(admin)[0]?.spec.tolerations?.map(({key, effect}) => `${key} ${effect}`)).toEqual([
    'node.kubernetes.io/not-ready NoExecute',
    'node.kubernetes.io/unreachable NoExecute',
    'node.kubernetes.io/disk-pressure NoSchedule',
    'node.kubernetes.io/memory-pressure NoSchedule',
    'node.kubernetes.io/pid-pressure NoSchedule',
    'node.kubernetes.io/unschedulable NoSchedule',
  ]);
  addNodes(admin, 'c');
  await clock.advance(1000);
  expect(get(admin).status).toEqual({
    currentNumberScheduled: 3,
    desiredNumberScheduled: 3,
    numberAvailable: 3,
    numberMisscheduled: 0,
    numberReady: 3,
    observedGeneration: 1,
    updatedNumberScheduled: 3,
  });
  expect(errors).toEqual([]);
  expect(events()).toHaveLength(3);
});

test('a node with a taint gets none, and one that is cordoned keeps its own', async () => {
  const {admin, clock} = createControllersRig();
  addNodes(admin, 'a', 'b');
  const taint = (name: string, key: string, effect: string) => {
    const node = admin.get<NodeObject>(collections.nodes, '', name);
    admin.update(collections.nodes, {...node, spec: {...node.spec, taints: [{key, effect}]}});
  };
  taint('b', 'gpu', 'NoSchedule');
  admin.create(collections.daemonSets, 'default', daemonSet());
  await clock.advance(1000);
  expect(pods(admin).map(({spec}) => spec.nodeName)).toEqual(['a']);
  taint('a', 'node.kubernetes.io/unschedulable', 'NoSchedule');
  await clock.advance(1000);
  expect(pods(admin)).toHaveLength(1);
  taint('a', 'broken', 'NoExecute');
  await clock.advance(1000);
  expect(pods(admin)).toHaveLength(0);
});

test('a rolling update replaces one at a time and remembers revisions', async () => {
  const {admin, clock, errors} = createControllersRig();
  addNodes(admin, 'a', 'b', 'c');
  admin.create(collections.daemonSets, 'default', daemonSet());
  await clock.advance(1000);
  let least = 3;
  admin.watch(collections.pods, admin.revision(), () => {
    const ready = pods(admin).filter(
      ({metadata, status}) => metadata.deletionTimestamp === undefined && status?.phase === 'Running',
    );
    least = Math.min(least, ready.length);
  });
  edit(admin, {template: template('busybox:2')});
  await clock.advance(3000);
  expect(least).toBe(2);
  expect(images(admin)).toEqual(['busybox:2', 'busybox:2', 'busybox:2']);
  edit(admin, {template: template('busybox:1')});
  await clock.advance(3000);
  const revisions = admin.list<ControllerRevisionObject>(collections.controllerRevisions, 'default');
  expect(revisions.map(({revision}) => revision).sort()).toEqual([2, 3]);
  expect(errors).toEqual([]);
});

test('with maxSurge, a new Pod is ready before the old one goes', async () => {
  const {admin, clock} = createControllersRig();
  addNodes(admin, 'a', 'b');
  const updateStrategy = {type: 'RollingUpdate', rollingUpdate: {maxSurge: 1, maxUnavailable: 0}};
  admin.create(collections.daemonSets, 'default', daemonSet({updateStrategy}));
  await clock.advance(1000);
  let [least, most] = [2, 2];
  admin.watch(collections.pods, admin.revision(), () => {
    const staying = pods(admin).filter(({metadata}) => metadata.deletionTimestamp === undefined);
    most = Math.max(most, staying.length);
    least = Math.min(least, staying.filter(({status}) => status?.phase === 'Running').length);
  });
  edit(admin, {template: template('busybox:2')});
  await clock.advance(3000);
  expect([least, most]).toEqual([2, 3]);
  expect(images(admin)).toEqual(['busybox:2', 'busybox:2']);
});

test('OnDelete waits for somebody to delete the Pod', async () => {
  const {admin, clock} = createControllersRig();
  addNodes(admin, 'a');
  admin.create(collections.daemonSets, 'default', daemonSet({updateStrategy: {type: 'OnDelete'}}));
  await clock.advance(1000);
  edit(admin, {template: template('busybox:2')});
  await clock.advance(1000);
  expect(images(admin)).toEqual(['busybox:1']);
  admin.delete(collections.pods, 'default', pods(admin)[0]?.metadata.name ?? '');
  await clock.advance(1000);
  expect(images(admin)).toEqual(['busybox:2']);
});

test('a Pod that fails is replaced, later and later', async () => {
  const {admin, clock, kubelet, events} = createControllersRig();
  addNodes(admin, 'a');
  admin.create(collections.daemonSets, 'default', daemonSet());
  await clock.advance(1000);
  const created: number[] = [];
  admin.watch(collections.pods, admin.revision(), ({type}) => {
    if (type === 'ADDED') created.push(clock.now());
  });
  const start = clock.now();
  for (let time = 0; time < 100; time += 1) {
    await clock.advance(100);
    for (const pod of pods(admin)) if (pod.status?.phase === 'Running') kubelet.mark(pod, 'failed');
  }
  expect(created.map((at) => Math.round((at - start) / 1000))).toEqual([0, 1, 3, 7]);
  expect(events().find((line) => line.includes('FailedDaemonPod'))).toMatch(
    /^Warning FailedDaemonPod DaemonSet\/log daemonset-controller Found failed daemon pod default\/log-\w+ on node a, will try to kill it$/,
  );
});
