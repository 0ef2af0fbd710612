import {expect, test} from 'vitest';
import {encode} from '../../../../src/sandbox/embedded/bytes/bytes.ts';
import type {KubeletApi} from '../../../../src/sandbox/embedded/kubernetes-api/kubelet-api.ts';
import {createKubeRig, type HttpRig} from './rig.ts';

const web = {metadata: {name: 'web', labels: {app: 'web'}}, spec: {containers: [{name: 'web', image: 'nginx'}]}};
const template = {metadata: {labels: {app: 'web'}}, spec: web.spec};
const at = {metadata: {name: 'web'}};

/** A Pod that runs on a node. */
function running(rig: HttpRig, spec = {}): void {
  const {admin} = rig;
  admin.create('pods', 'default', {...web, spec: {...web.spec, ...spec}});
  admin.create('pods', 'default', {...at, target: {kind: 'Node', name: 'worker'}}, {subresource: 'binding'});
  const conditions = [{type: 'Ready', status: 'True'}];
  admin.update(
    'pods',
    {...at, metadata: {name: 'web', namespace: 'default'}, status: {phase: 'Running', conditions}},
    {
      subresource: 'status',
    },
  );
}

test('a Binding gives a Pod its node, once', () => {
  const rig = createKubeRig();
  const {admin} = rig;
  running(rig);
  expect(admin.get('pods', 'default', 'web')).toMatchObject({spec: {nodeName: 'worker'}});
  expect(() =>
    admin.create('pods', 'default', {...at, target: {kind: 'Node', name: 'other'}}, {subresource: 'binding'}),
  ).toThrow('Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "worker"');
});

test('a status without a revision leaves the rest of the object alone', () => {
  const rig = createKubeRig();
  const {admin} = rig;
  running(rig);
  const pod = admin.get('pods', 'default', 'web');
  admin.patch(
    'pods',
    {namespace: 'default', name: 'web'},
    {type: 'merge', patch: {metadata: {labels: {tier: 'front'}}}},
  );
  const {resourceVersion: _, ...metadata} = pod.metadata;
  admin.update('pods', {...pod, metadata, status: {phase: 'Succeeded'}}, {subresource: 'status'});
  expect(admin.get('pods', 'default', 'web')).toMatchObject({
    metadata: {labels: {app: 'web', tier: 'front'}},
    status: {phase: 'Succeeded'},
  });
});

test('a Deployment is scaled by its scale', async () => {
  const {admin, call} = createKubeRig();
  const spec = {replicas: 1, selector: {matchLabels: {app: 'web'}}, template};
  admin.create('deployments.apps', 'default', {...at, spec});
  const url = '/apis/apps/v1/namespaces/default/deployments/web/scale';
  expect((await call('GET', url)).body).toMatchObject({
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    spec: {replicas: 1},
    status: {replicas: 0, selector: 'app=web'},
  });
  const headers = {'content-type': 'application/merge-patch+json'};
  const scaled = await call('PATCH', url, {body: {spec: {replicas: 3}}, headers});
  expect(scaled.body.spec).toEqual({replicas: 3});
  expect(admin.get('deployments.apps', 'default', 'web')).toMatchObject({
    metadata: {generation: 2},
    spec: {replicas: 3},
  });
  const refused = await call('PATCH', url, {body: {spec: {replicas: -1}}, headers});
  expect(refused.body.message).toBe(
    'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  );
});

test('an eviction that the budget has no room for is refused for now', async () => {
  const rig = createKubeRig();
  const {admin, call} = rig;
  running(rig);
  admin.create('poddisruptionbudgets.policy', 'default', {
    metadata: {name: 'budget'},
    spec: {minAvailable: 1, selector: {matchLabels: {app: 'web'}}},
  });
  const budget = admin.get('poddisruptionbudgets.policy', 'default', 'budget');
  const status = {observedGeneration: 1, desiredHealthy: 1, currentHealthy: 1, disruptionsAllowed: 0, expectedPods: 1};
  admin.update('poddisruptionbudgets.policy', {...budget, status}, {subresource: 'status'});
  const url = '/api/v1/namespaces/default/pods/web/eviction';
  expect((await call('POST', url, {body: at})).body).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    reason: 'TooManyRequests',
    details: {
      causes: [
        {
          reason: 'DisruptionBudget',
          message: 'The disruption budget budget needs 1 healthy pods and has 1 currently',
        },
      ],
    },
    code: 429,
  });
  const now = admin.get('poddisruptionbudgets.policy', 'default', 'budget');
  admin.update(
    'poddisruptionbudgets.policy',
    {...now, status: {...status, disruptionsAllowed: 1}},
    {
      subresource: 'status',
    },
  );
  expect((await call('POST', url, {body: at})).status).toBe(201);
  expect(admin.get('pods', 'default', 'web').metadata.deletionTimestamp).toBeDefined();
});

test('a Pod that runs is given its time to end', () => {
  const rig = createKubeRig();
  const {admin} = rig;
  running(rig);
  const going = admin.delete('pods', 'default', 'web');
  expect(going.metadata).toMatchObject({deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-01-01T00:00:30Z'});
  expect(admin.delete('pods', 'default', 'web', {gracePeriodSeconds: 5}).metadata.deletionGracePeriodSeconds).toBe(5);
  admin.delete('pods', 'default', 'web', {gracePeriodSeconds: 0});
  expect(admin.find('pods', 'default', 'web')).toBeUndefined();
});

test('a Pod without a node is gone at once', () => {
  const {admin} = createKubeRig();
  admin.create('pods', 'default', web);
  admin.delete('pods', 'default', 'web');
  expect(admin.find('pods', 'default', 'web')).toBeUndefined();
});

test('a namespace goes when its finalizer does', () => {
  const {admin} = createKubeRig();
  admin.create('namespaces', '', {metadata: {name: 'old'}});
  const going = admin.delete('namespaces', '', 'old');
  expect(going).toMatchObject({status: {phase: 'Terminating'}});
  admin.update('namespaces', {...going, spec: {finalizers: []}}, {subresource: 'finalize'});
  expect(admin.find('namespaces', '', 'old')).toBeUndefined();
});

test('dependents are waited for, or let go, by a finalizer', () => {
  const {admin} = createKubeRig();
  const spec = {replicas: 1, selector: {matchLabels: {app: 'web'}}, template};
  admin.create('deployments.apps', 'default', {...at, spec});
  const going = admin.delete('deployments.apps', 'default', 'web', {propagation: 'Foreground'});
  expect(going.metadata).toMatchObject({finalizers: ['foregroundDeletion'], generation: 2});
  const orphaning = admin.delete('deployments.apps', 'default', 'web', {propagation: 'Orphan'});
  expect(orphaning.metadata.finalizers).toEqual(['orphan']);
});

function kubelet(log: string): KubeletApi {
  const never = () => Promise.reject(new Error('not here'));
  return {
    logs: async (_pod, {container}, to) => to.write(encode(`${container}: ${log}\n`)),
    exec: never,
    attach: never,
    portForward: never,
    usage: () => ({cores: 0.5, memoryBytes: 1024, pods: []}),
  };
}

test('a log comes from the kubelet of the node', async () => {
  const rig = createKubeRig();
  const {call, server} = rig;
  server.kubelets.set('worker', kubelet('hello'));
  running(rig);
  const answer = await call('GET', '/api/v1/namespaces/default/pods/web/log');
  expect(answer).toMatchObject({status: 200, type: 'text/plain', text: 'web: hello\n'});
  expect((await call('GET', '/api/v1/namespaces/default/pods/web/log?container=side')).body).toMatchObject({
    message: 'container side is not valid for pod web',
    code: 400,
  });
});

test('a log of a Pod with several containers asks which', async () => {
  const rig = createKubeRig();
  running(rig, {
    containers: [...web.spec.containers, {name: 'side', image: 'busybox'}],
    initContainers: [{name: 'first', image: 'busybox'}],
  });
  expect((await rig.call('GET', '/api/v1/namespaces/default/pods/web/log')).body.message).toBe(
    'a container name must be specified for pod web, choose one of: [web side] or one of the init containers: [first]',
  );
});

test('exec needs a connection of several streams', async () => {
  const rig = createKubeRig();
  rig.server.kubelets.set('worker', kubelet(''));
  running(rig);
  const answer = await rig.call('POST', '/api/v1/namespaces/default/pods/web/exec?command=true');
  expect(answer.body).toMatchObject({message: 'Upgrade request required', code: 400});
});
