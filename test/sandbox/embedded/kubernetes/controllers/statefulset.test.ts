import {expect, test} from 'vitest';
import {
  type ControllerRevisionObject,
  collections,
  type PodObject,
  type StatefulSetObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {createControllersRig} from './controllers-rig.ts';

const template = (image: string) => ({
  metadata: {labels: {app: 'db'}},
  spec: {containers: [{name: 'c', image}]},
});

const statefulSet = (replicas: number, more = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: {name: 'db', namespace: 'default'},
  spec: {
    replicas,
    serviceName: 'db',
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    selector: {matchLabels: {app: 'db'}},
    updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 0}},
    template: template('busybox:1'),
    volumeClaimTemplates: [
      {metadata: {name: 'data'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Gi'}}}},
    ],
    ...more,
  },
});

const get = (admin: Client) => admin.get<StatefulSetObject>(collections.statefulSets, 'default', 'db');
const pods = (admin: Client) => admin.list<PodObject>(collections.pods, 'default');
const claims = (admin: Client) => admin.list(collections.claims, 'default').map(({metadata}) => metadata.name);

function edit(admin: Client, spec: object): void {
  const before = get(admin);
  admin.update(collections.statefulSets, {...before, spec: {...before.spec, ...spec}});
}

/** `+db-0 -db-1`: Pods as they come and go. */
function record(admin: Client): string[] {
  const seen: string[] = [];
  admin.watch(collections.pods, admin.revision(), ({type, object}) => {
    if (type === 'ADDED') seen.push(`+${object.metadata.name}`);
    if (type === 'DELETED') seen.push(`-${object.metadata.name}`);
  });
  return seen;
}

test('a StatefulSet makes its Pods one after the other, with a volume each', async () => {
  const {admin, clock, errors, events} = createControllersRig();
  admin.create(collections.statefulSets, 'default', statefulSet(2));
  await clock.advance(40);
  expect(pods(admin).map(({metadata}) => metadata.name)).toEqual(['db-0']);
  await clock.advance(1000);
  const [first] = pods(admin);
  const revision = get(admin).status?.updateRevision ?? '';
  expect(first?.metadata.labels).toEqual({
    app: 'db',
    'apps.kubernetes.io/pod-index': '0',
    'controller-revision-hash': revision,
    'statefulset.kubernetes.io/pod-name': 'db-0',
  });
  expect(first?.spec).toMatchObject({
    hostname: 'db-0',
    subdomain: 'db',
  });
  expect(first?.spec.volumes?.[0]).toEqual({name: 'data', persistentVolumeClaim: {claimName: 'data-db-0'}});
  expect(claims(admin)).toEqual(['data-db-0', 'data-db-1']);
  expect(get(admin).status).toEqual({
    availableReplicas: 2,
    collisionCount: 0,
    currentReplicas: 2,
    currentRevision: revision,
    observedGeneration: 1,
    readyReplicas: 2,
    replicas: 2,
    updateRevision: revision,
    updatedReplicas: 2,
  });
  expect(errors).toEqual([]);
  expect([...events()].sort()).toEqual(
    [0, 1]
      .flatMap((index) => [
        `Normal SuccessfulCreate StatefulSet/db statefulset-controller create Claim data-db-${index} Pod db-${index} in StatefulSet db success`,
        `Normal SuccessfulCreate StatefulSet/db statefulset-controller create Pod db-${index} in StatefulSet db successful`,
      ])
      .sort(),
  );
});

test('it shrinks from the end and keeps the volumes', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.statefulSets, 'default', statefulSet(3));
  await clock.advance(1000);
  const seen = record(admin);
  edit(admin, {replicas: 1});
  await clock.advance(1000);
  expect(seen).toEqual(['-db-2', '-db-1']);
  expect(claims(admin)).toHaveLength(3);
});

test('a rolling update goes from the last to the first, down to the partition', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.statefulSets, 'default', statefulSet(3));
  await clock.advance(1000);
  const before = get(admin).status?.currentRevision;
  const seen = record(admin);
  edit(admin, {
    template: template('busybox:2'),
    updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 1}},
  });
  await clock.advance(2000);
  expect(seen).toEqual(['-db-2', '+db-2', '-db-1', '+db-1']);
  expect(pods(admin).map(({spec}) => spec.containers[0]?.image)).toEqual(['busybox:1', 'busybox:2', 'busybox:2']);
  expect(get(admin).status).toMatchObject({currentRevision: before, currentReplicas: 1, updatedReplicas: 2});
  admin.delete(collections.pods, 'default', 'db-0');
  await clock.advance(1000);
  expect(pods(admin)[0]?.spec.containers[0]?.image).toBe('busybox:1');
  edit(admin, {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {partition: 0}}});
  await clock.advance(2000);
  const {status} = get(admin);
  expect(status?.currentRevision).toBe(status?.updateRevision);
  expect(status).toMatchObject({currentReplicas: 3, updatedReplicas: 3, readyReplicas: 3});
  const revisions = admin.list<ControllerRevisionObject>(collections.controllerRevisions, 'default');
  expect(revisions.map(({revision}) => revision).sort()).toEqual([1, 2]);
});

test('Parallel does not wait', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.statefulSets, 'default', statefulSet(3, {podManagementPolicy: 'Parallel'}));
  await clock.advance(10);
  expect(pods(admin)).toHaveLength(3);
  edit(admin, {replicas: 0});
  await clock.advance(1000);
  expect(pods(admin)).toHaveLength(0);
});

test('volumes go with what is scaled away when the retention policy says so', async () => {
  const {admin, clock} = createControllersRig();
  const persistentVolumeClaimRetentionPolicy = {whenDeleted: 'Delete', whenScaled: 'Delete'};
  admin.create(collections.statefulSets, 'default', statefulSet(2, {persistentVolumeClaimRetentionPolicy}));
  await clock.advance(1000);
  const owner = (name: string) => admin.get(collections.claims, 'default', name).metadata.ownerReferences?.[0];
  expect(owner('data-db-1')).toMatchObject({kind: 'StatefulSet', name: 'db'});
  edit(admin, {replicas: 1});
  await clock.advance(10);
  expect(owner('data-db-1')).toMatchObject({kind: 'Pod', name: 'db-1'});
});

test('a Pod that failed is made anew under its name', async () => {
  const {admin, clock, kubelet, events} = createControllersRig();
  admin.create(collections.statefulSets, 'default', statefulSet(1));
  await clock.advance(1000);
  const [pod] = pods(admin);
  if (pod) kubelet.mark(pod, 'failed');
  await clock.advance(1000);
  expect(pods(admin)[0]?.metadata.uid).not.toBe(pod?.metadata.uid);
  expect(pods(admin)[0]?.status?.phase).toBe('Running');
  expect(events()).toContain(
    'Warning RecreatingFailedPod StatefulSet/db statefulset-controller StatefulSet default/db is recreating failed Pod db-0',
  );
});

test('also where Pods come in parallel, a rolling update waits for each', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.statefulSets, 'default', statefulSet(3, {podManagementPolicy: 'Parallel'}));
  await clock.advance(1000);
  let least = 3;
  admin.watch(collections.pods, admin.revision(), () => {
    const well = pods(admin).filter(
      ({metadata, status}) => metadata.deletionTimestamp === undefined && status?.phase === 'Running',
    );
    least = Math.min(least, well.length);
  });
  edit(admin, {template: template('busybox:2')});
  await clock.advance(3000);
  expect(least).toBe(2);
  expect(pods(admin).map(({spec}) => spec.containers[0]?.image)).toEqual(['busybox:2', 'busybox:2', 'busybox:2']);
});
