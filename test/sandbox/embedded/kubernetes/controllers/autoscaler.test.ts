import {expect, test} from 'vitest';
import {
  collections,
  type DeploymentObject,
  type HorizontalPodAutoscalerObject,
  type PodObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import type {KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {createControllersRig} from './controllers-rig.ts';

/** A client that also knows what every Pod uses: so many thousandths of a core, or nothing at all. */
function measuring(client: Client, usage: () => number | undefined): Client {
  const measure = ({metadata}: PodObject): KubeObject => ({
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'PodMetrics',
    metadata,
    containers: [{name: 'c', usage: {cpu: `${usage()}m`}}],
  });
  return {
    user: client.user,
    find: (...call) => client.find(...call),
    get: (...call) => client.get(...call),
    list<T extends KubeObject>(resource: string, namespace?: string): readonly T[] {
      if (resource !== 'pods.metrics.k8s.io') return client.list<T>(resource, namespace);
      if (usage() === undefined) return [];
      return client.list<PodObject>('pods', namespace).map(measure) as readonly KubeObject[] as readonly T[];
    },
    create: (...call) => client.create(...call),
    update: (...call) => client.update(...call),
    patch: (...call) => client.patch(...call),
    delete: (...call) => client.delete(...call),
    revision: () => client.revision(),
    watch: (...call) => client.watch(...call),
    onConnection: (listener) => client.onConnection(listener),
  };
}

function createScaled(spec: object = {}) {
  let used: number | undefined = 100;
  const rig = createControllersRig({wrap: (client) => measuring(client, () => used)});
  const {admin} = rig;
  const resources = {requests: {cpu: '100m'}};
  admin.create(collections.deployments, 'default', {
    metadata: {name: 'web', namespace: 'default'},
    spec: {
      replicas: 2,
      selector: {matchLabels: {app: 'web'}},
      template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'c', image: 'busybox', resources}]}},
    },
  });
  admin.create(collections.autoscalers, 'default', {
    metadata: {name: 'web', namespace: 'default'},
    spec: {
      scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'web'},
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 50}}}],
      ...spec,
    },
  });
  return {
    ...rig,
    use(millicores: number | undefined) {
      used = millicores;
    },
    replicas: () => admin.get<DeploymentObject>(collections.deployments, 'default', 'web').spec.replicas,
    status: () => admin.get<HorizontalPodAutoscalerObject>(collections.autoscalers, 'default', 'web').status,
  };
}

test('a busy workload grows, at once and up to the maximum', async () => {
  const {clock, replicas, status, events, errors} = createScaled();
  await clock.advance(16_000);
  expect(replicas()).toBe(4);
  expect(status()).toMatchObject({
    currentReplicas: 2,
    desiredReplicas: 4,
    lastScaleTime: '2026-01-01T00:00:15Z',
    currentMetrics: [
      {type: 'Resource', resource: {name: 'cpu', current: {averageUtilization: 100, averageValue: '100m'}}},
    ],
    conditions: [
      {
        type: 'AbleToScale',
        status: 'True',
        reason: 'SucceededRescale',
        message: 'the HPA controller was able to update the target scale to 4',
      },
      {
        type: 'ScalingActive',
        status: 'True',
        reason: 'ValidMetricFound',
        message:
          'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      },
      {type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange'},
    ],
  });
  await clock.advance(15_000);
  expect(replicas()).toBe(5);
  expect(status()?.conditions?.at(-1)).toMatchObject({status: 'True', reason: 'TooManyReplicas'});
  expect(events()).toContain(
    'Normal SuccessfulRescale HorizontalPodAutoscaler/web horizontal-pod-autoscaler New size: 4; reason: cpu resource utilization (percentage of request) above target',
  );
  expect(errors).toEqual([]);
});

test('a workload that is near its target stays as it is', async () => {
  const {clock, use, replicas} = createScaled();
  use(54);
  await clock.advance(60_000);
  expect(replicas()).toBe(2);
});

test('it shrinks only when it was idle for five minutes', async () => {
  const {clock, use, replicas, status, events} = createScaled();
  await clock.advance(16_000);
  use(1);
  await clock.advance(200_000);
  expect(replicas()).toBe(4);
  expect(status()?.conditions?.[0]?.reason).toBe('ScaleDownStabilized');
  await clock.advance(120_000);
  expect(replicas()).toBe(1);
  expect(events().at(-1)).toContain('New size: 1; reason: All metrics below target');
});

test('without measurements it says so and does nothing', async () => {
  const {clock, use, replicas, status, events} = createScaled();
  use(undefined);
  await clock.advance(16_000);
  expect(replicas()).toBe(2);
  const why =
    'failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API';
  expect(status()?.conditions?.at(-1)).toMatchObject({
    type: 'ScalingActive',
    status: 'False',
    reason: 'FailedGetResourceMetric',
    message: `the HPA was unable to compute the replica count: ${why}`,
  });
  expect(events()).toContain(
    `Warning FailedComputeMetricsReplicas HorizontalPodAutoscaler/web horizontal-pod-autoscaler invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`,
  );
});

test('a policy of its own slows it down', async () => {
  const policies = [{type: 'Pods', value: 1, periodSeconds: 60}];
  const {clock, replicas, status} = createScaled({behavior: {scaleUp: {policies}}});
  await clock.advance(40_000);
  expect(replicas()).toBe(3);
  expect(status()?.conditions?.at(-1)).toMatchObject({reason: 'ScaleUpLimit'});
  await clock.advance(60_000);
  expect(replicas()).toBe(4);
});

test('a target below the minimum is brought up to it, and one that is not there is said', async () => {
  const {clock, replicas, events} = createScaled({minReplicas: 3});
  await clock.advance(16_000);
  expect(replicas()).toBe(3);
  expect(
    events().some((line) => line.includes('New size: 3; reason: Current number of replicas below Spec.MinReplicas')),
  ).toBe(true);
  const other = createScaled({scaleTargetRef: {apiVersion: 'apps/v1', kind: 'Deployment', name: 'absent'}});
  await other.clock.advance(16_000);
  expect(other.status()?.conditions).toMatchObject([
    {
      type: 'AbleToScale',
      status: 'False',
      reason: 'FailedGetScale',
      message: 'the HPA controller was unable to get the target\'s current scale: deployments.apps "absent" not found',
    },
  ]);
});
