import {expect, test} from 'vitest';
import {
  collections,
  type DeploymentObject,
  type PodObject,
  type ReplicaSetObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {createControllersRig} from './controllers-rig.ts';

const template = (image: string) => ({
  metadata: {labels: {app: 'web'}},
  spec: {containers: [{name: 'nginx', image}]},
});

const deployment = (replicas: number, more = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'web', namespace: 'default', labels: {app: 'web'}},
  spec: {
    replicas,
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    selector: {matchLabels: {app: 'web'}},
    strategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge: '25%', maxUnavailable: '25%'}},
    template: template('nginx:1.27'),
    ...more,
  },
});

const get = (admin: Client) => admin.get<DeploymentObject>(collections.deployments, 'default', 'web');
const sets = (admin: Client) => admin.list<ReplicaSetObject>(collections.replicaSets, 'default');
const pods = (admin: Client) => admin.list<PodObject>(collections.pods, 'default');

function edit(admin: Client, spec: object): void {
  const before = get(admin);
  admin.update(collections.deployments, {...before, spec: {...before.spec, ...spec}});
}

test('a Deployment makes a ReplicaSet and that its Pods, and says so as upstream does', async () => {
  const {admin, clock, errors, events} = createControllersRig();
  admin.create(collections.deployments, 'default', deployment(3));
  await clock.advance(10);
  const [set] = sets(admin);
  const name = set?.metadata.name ?? '';
  expect(name).toMatch(/^web-[456789bcdf]{8,10}$/);
  expect(set?.metadata.annotations).toEqual({
    'deployment.kubernetes.io/desired-replicas': '3',
    'deployment.kubernetes.io/max-replicas': '4',
    'deployment.kubernetes.io/revision': '1',
  });
  expect(set?.status).toEqual({fullyLabeledReplicas: 3, observedGeneration: 1, replicas: 3});
  expect(get(admin).metadata.annotations).toEqual({'deployment.kubernetes.io/revision': '1'});
  const time = '2026-01-01T00:00:00Z';
  expect(get(admin).status).toEqual({
    conditions: [
      {
        lastTransitionTime: time,
        lastUpdateTime: time,
        message: 'Deployment does not have minimum availability.',
        reason: 'MinimumReplicasUnavailable',
        status: 'False',
        type: 'Available',
      },
      {
        lastTransitionTime: time,
        lastUpdateTime: time,
        message: `ReplicaSet "${name}" is progressing.`,
        reason: 'ReplicaSetUpdated',
        status: 'True',
        type: 'Progressing',
      },
    ],
    observedGeneration: 1,
    replicas: 3,
    unavailableReplicas: 3,
    updatedReplicas: 3,
  });
  await clock.advance(1990);
  expect(get(admin).status).toMatchObject({
    availableReplicas: 3,
    readyReplicas: 3,
    conditions: [
      {type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable'},
      {
        type: 'Progressing',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${name}" has successfully progressed.`,
      },
    ],
  });
  expect(errors).toEqual([]);
  expect(events()).toHaveLength(4);
  expect(events()).toContain(
    `Normal ScalingReplicaSet Deployment/web deployment-controller Scaled up replica set ${name} from 0 to 3`,
  );
});

test('a rolling update keeps within its bounds and can be undone', async () => {
  const {admin, clock, errors} = createControllersRig();
  admin.create(collections.deployments, 'default', deployment(4));
  await clock.advance(1000);
  let most = 0;
  let least = 4;
  admin.watch(collections.pods, admin.revision(), () => {
    const there = pods(admin).filter(({metadata}) => metadata.deletionTimestamp === undefined);
    most = Math.max(most, there.length);
    least = Math.min(least, there.filter(({status}) => status?.conditions?.[0]?.status === 'True').length);
  });
  edit(admin, {template: template('nginx:1.28')});
  await clock.advance(2000);
  expect([least, most]).toEqual([3, 5]);
  expect(
    sets(admin)
      .map(({spec}) => spec.replicas)
      .sort(),
  ).toEqual([0, 4]);
  expect(get(admin).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
  edit(admin, {template: template('nginx:1.27')});
  await clock.advance(2000);
  expect(sets(admin)).toHaveLength(2);
  expect(get(admin).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  const first = sets(admin).find(({spec}) => spec.replicas === 4);
  expect(first?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1');
  expect(errors).toEqual([]);
});

test('Recreate has no old Pod left before the first new one comes', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.deployments, 'default', deployment(3, {strategy: {type: 'Recreate'}}));
  await clock.advance(1000);
  const images = new Set<string>();
  admin.watch(collections.pods, admin.revision(), () => {
    images.add([...new Set(pods(admin).map(({spec}) => spec.containers[0]?.image))].join('+'));
  });
  edit(admin, {template: template('nginx:1.28')});
  await clock.advance(2000);
  expect([...images]).toEqual(['nginx:1.27', '', 'nginx:1.28']);
  expect(get(admin).status?.availableReplicas).toBe(3);
});

test('a rollout that stands still for too long says so', async () => {
  const {admin, clock} = createControllersRig({readyMs: () => 1e9});
  admin.create(collections.deployments, 'default', deployment(1, {progressDeadlineSeconds: 10}));
  await clock.advance(9000);
  expect(get(admin).status?.conditions?.[1]?.reason).toBe('ReplicaSetUpdated');
  await clock.advance(3000);
  expect(get(admin).status?.conditions?.[1]).toMatchObject({
    status: 'False',
    reason: 'ProgressDeadlineExceeded',
    message: `ReplicaSet "${sets(admin)[0]?.metadata.name}" has timed out progressing.`,
  });
});

test('a paused Deployment scales but does not roll out', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.deployments, 'default', deployment(2));
  await clock.advance(1000);
  edit(admin, {paused: true, template: template('nginx:1.28'), replicas: 3});
  await clock.advance(1000);
  expect(sets(admin)).toHaveLength(1);
  expect(pods(admin)).toHaveLength(3);
  expect(get(admin).status?.conditions?.find(({type}) => type === 'Progressing')).toMatchObject({
    status: 'Unknown',
    reason: 'DeploymentPaused',
    message: 'Deployment is paused',
  });
  edit(admin, {paused: false});
  await clock.advance(2000);
  expect(sets(admin)).toHaveLength(2);
  expect(get(admin).status).toMatchObject({updatedReplicas: 3, availableReplicas: 3, observedGeneration: 3});
});

test('old revisions are kept up to the limit', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.deployments, 'default', deployment(1, {revisionHistoryLimit: 2}));
  await clock.advance(1000);
  for (const version of ['1.28', '1.29', '1.30', '1.31']) {
    edit(admin, {template: template(`nginx:${version}`)});
    await clock.advance(1000);
  }
  const revisions = sets(admin).map(({metadata}) => metadata.annotations?.['deployment.kubernetes.io/revision']);
  expect(revisions.sort()).toEqual(['3', '4', '5']);
});

test('a Deployment in the midst of a rollout is scaled in proportion', async () => {
  // New Pods never get ready: 10 of 10 with 3 more and 2 fewer stay at 8 old and 5 new.
  const {admin, clock} = createControllersRig({
    readyMs: ({spec}) => (spec.containers[0]?.image === 'nginx:1.27' ? 10 : 1e9),
  });
  const rollingUpdate = {maxSurge: 3, maxUnavailable: 2};
  admin.create(collections.deployments, 'default', deployment(10, {strategy: {type: 'RollingUpdate', rollingUpdate}}));
  await clock.advance(1000);
  edit(admin, {template: template('nginx:broken')});
  await clock.advance(1000);
  expect(
    sets(admin)
      .map(({spec}) => spec.replicas)
      .sort(),
  ).toEqual([5, 8]);
  edit(admin, {replicas: 15});
  await clock.advance(1000);
  expect(
    sets(admin)
      .map(({spec}) => spec.replicas)
      .sort(),
  ).toEqual([11, 7]);
});
