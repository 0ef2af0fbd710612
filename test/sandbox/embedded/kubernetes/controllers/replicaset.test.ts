import {expect, test} from 'vitest';
import {
  collections,
  type PodObject,
  type ReplicaSetObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import {deletionOrder} from '../../../../../src/sandbox/embedded/controllers/workloads/replicasets/deletion-order.ts';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {createControllersRig} from './controllers-rig.ts';

const set = (replicas: number, more = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {name: 'web', namespace: 'default'},
  spec: {
    replicas,
    selector: {matchLabels: {app: 'web'}},
    template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'c', image: 'busybox'}]}},
    ...more,
  },
});

const get = (admin: Client) => admin.get<ReplicaSetObject>(collections.replicaSets, 'default', 'web');
const pods = (admin: Client) => admin.list<PodObject>(collections.pods, 'default');

test('a ReplicaSet replaces a Pod that is deleted, and one that failed', async () => {
  const {admin, clock, kubelet} = createControllersRig();
  admin.create(collections.replicaSets, 'default', set(3));
  await clock.advance(1000);
  const [one, two] = pods(admin);
  admin.delete(collections.pods, 'default', one?.metadata.name ?? '');
  if (two) kubelet.mark(two, 'failed');
  await clock.advance(1000);
  expect(pods(admin).filter(({status}) => status?.phase === 'Running')).toHaveLength(3);
  expect(get(admin).status).toMatchObject({replicas: 3, readyReplicas: 3, availableReplicas: 3});
});

test('it adopts Pods that nobody owns and lets go of those it does not select any more', async () => {
  const {admin, clock} = createControllersRig();
  const metadata = {name: 'lone', namespace: 'default', labels: {app: 'web'}};
  admin.create(collections.pods, 'default', {metadata, spec: {containers: [{name: 'c', image: 'busybox'}]}});
  admin.create(collections.replicaSets, 'default', set(2));
  await clock.advance(1000);
  expect(pods(admin)).toHaveLength(2);
  const lone = admin.get<PodObject>(collections.pods, 'default', 'lone');
  expect(lone.metadata.ownerReferences).toMatchObject([{kind: 'ReplicaSet', name: 'web', controller: true}]);
  admin.update(collections.pods, {...lone, metadata: {...lone.metadata, labels: {app: 'debug'}}});
  await clock.advance(1000);
  expect(admin.get(collections.pods, 'default', 'lone').metadata.ownerReferences ?? []).toEqual([]);
  expect(pods(admin)).toHaveLength(3);
});

test('Pods that do least good are given up first', () => {
  const now = Date.UTC(2026, 0, 1);
  const pod = (
    name: string,
    more: {node?: string; ready?: boolean; cost?: string; restarts?: number} = {},
  ): PodObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '2025-12-31T00:00:00Z',
      annotations: more.cost === undefined ? {} : {'controller.kubernetes.io/pod-deletion-cost': more.cost},
    },
    spec: {containers: [], ...(more.node === undefined ? {} : {nodeName: more.node})},
    status: {
      phase: more.node === undefined ? 'Pending' : 'Running',
      conditions: [{type: 'Ready', status: more.ready ? 'True' : 'False', lastTransitionTime: '2025-12-31T00:00:00Z'}],
      containerStatuses: [{name: 'c', image: '', imageID: '', ready: true, restartCount: more.restarts ?? 0}],
    },
  });
  const good = pod('good', {node: 'a', ready: true});
  const crowded = pod('crowded', {node: 'b', ready: true});
  const crowd = pod('crowd', {node: 'b', ready: true, restarts: 2});
  const cheap = pod('cheap', {node: 'c', ready: true, cost: '-1'});
  const unready = pod('unready', {node: 'c'});
  const waiting = pod('waiting');
  const all = [good, crowded, crowd, cheap, unready, waiting];
  expect(deletionOrder(all, all, now).map(({metadata}) => metadata.name)).toEqual([
    'waiting',
    'unready',
    'cheap',
    'crowd',
    'crowded',
    'good',
  ]);
});

test('what keeps Pods from being made is a condition and an event, and the tries come later and later', async () => {
  const {admin, clock, errors, events} = createControllersRig();
  admin.create('resourcequotas', 'default', {metadata: {name: 'few', namespace: 'default'}, spec: {hard: {pods: '1'}}});
  admin.create(collections.replicaSets, 'default', set(3));
  await clock.advance(10_000);
  expect(pods(admin)).toHaveLength(1);
  expect(get(admin).status?.conditions).toMatchObject([
    {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: expect.stringContaining('exceeded quota: few'),
    },
  ]);
  // After 5 ms, 10, 20 and so on: eleven tries in ten seconds.
  expect(errors.length).toBeGreaterThan(5);
  expect(errors.length).toBeLessThan(15);
  expect(events().filter((line) => line.startsWith('Warning FailedCreate ReplicaSet/web')).length).toBeGreaterThan(0);
  admin.delete('resourcequotas', 'default', 'few');
  await clock.advance(20_000);
  expect(pods(admin)).toHaveLength(3);
  expect(get(admin).status?.conditions).toBeUndefined();
});

test('minReadySeconds keeps a Pod from being available for a while', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.replicaSets, 'default', set(1, {minReadySeconds: 5}));
  await clock.advance(3000);
  expect(get(admin).status).toMatchObject({readyReplicas: 1});
  expect(get(admin).status?.availableReplicas).toBeUndefined();
  await clock.advance(3000);
  expect(get(admin).status?.availableReplicas).toBe(1);
});

test('a ReplicationController does the same, by its own selector', async () => {
  const {admin, clock, events} = createControllersRig();
  admin.create(collections.replicationControllers, 'default', {
    ...set(2, {selector: {app: 'web'}}),
    apiVersion: 'v1',
    kind: 'ReplicationController',
  });
  await clock.advance(1000);
  expect(pods(admin)).toHaveLength(2);
  expect(admin.get(collections.replicationControllers, 'default', 'web').status).toEqual({
    availableReplicas: 2,
    fullyLabeledReplicas: 2,
    observedGeneration: 1,
    readyReplicas: 2,
    replicas: 2,
  });
  expect(events()[0]).toContain('SuccessfulCreate ReplicationController/web replication-controller Created pod: web-');
});
