import {beforeEach, expect, it} from 'vitest';
import {faultsOfScale} from '../../../../../src/sandbox/embedded/kubernetes-api/custom/scale-faults.ts';
import {type Answer, createKubeRig, type HttpRig} from '../rig.ts';

// What the real kubectl saw of a real cluster, where ours said something else at first.
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const containers = [{name: 'c', image: 'busybox:1.36'}];
const template = {metadata: {labels: {app: 'web'}}, spec: {containers}};
const spec = {replicas: 0, selector: {matchLabels: {app: 'web'}}, template};

let rig: HttpRig;
beforeEach(() => {
  rig = createKubeRig();
});

function patch(url: string, body: unknown): Promise<Answer> {
  const headers = {'content-type': 'application/strategic-merge-patch+json'};
  return rig.call('PATCH', `${url}?fieldManager=kubectl-patch&fieldValidation=Strict`, {headers, body});
}

it.each([
  [{metadata: {labels: {a: 1}}}, 'cannot convert int64 to string'],
  [{spec: {replicas: 'many'}}, 'unrecognized type: int32'],
  [{spec: {paused: 'yes'}}, 'unrecognized type: bool'],
  [{spec: {template: 'none'}}, 'cannot restore struct from: string'],
  [{metadata: {labels: 'none'}}, 'cannot restore map from string'],
])('a strategic patch %j cannot become an object: %s', async (body, why) => {
  await rig.call('POST', deployments, {body: {metadata: {name: 'web'}, spec}});
  const {status, body: answer} = await patch(`${deployments}/web`, body);
  expect(status).toBe(422);
  expect(answer.message).toMatch(new RegExp(`: ${why}$`));
});

it('quotes a strategic patch as merging has left it', async () => {
  await rig.call('POST', deployments, {body: {metadata: {name: 'web'}, spec}});
  const order = '$setElementOrder/containers';
  const {body} = await patch(`${deployments}/web`, {
    spec: {template: {spec: {[order]: [{name: 'c'}], containers: [{name: 'c', nosuch: 1}]}}},
  });
  expect(body.message).toContain('"map[spec:map[template:map[spec:map[]]]]": strict decoding error: unknown field');
});

it('counts changes of the annotations of a Deployment, and of its spec', async () => {
  await rig.call('POST', deployments, {body: {metadata: {name: 'web'}, spec}});
  expect((await patch(`${deployments}/web`, {metadata: {annotations: {a: 'b'}}})).body.metadata.generation).toBe(2);
  expect((await patch(`${deployments}/web`, {metadata: {labels: {a: 'b'}}})).body.metadata.generation).toBe(2);
  expect((await patch(`${deployments}/web`, {spec: {paused: true}})).body.metadata.generation).toBe(3);
});

it('says that Endpoints are of the past, also where there are none', async () => {
  const {status, headers} = await rig.call('GET', '/api/v1/namespaces/default/endpoints/nosuch');
  expect(status).toBe(404);
  expect(headers['warning']).toContain('v1 Endpoints is deprecated');
});

it('shows a blank for Endpoints that are not ready, and <none> for no Endpoints', async () => {
  const url = '/api/v1/namespaces/default/endpoints';
  const subsets = [{notReadyAddresses: [{ip: '10.244.0.9'}], ports: [{port: 80}]}];
  await rig.call('POST', url, {body: {metadata: {name: 'a'}, subsets}});
  await rig.call('POST', url, {body: {metadata: {name: 'b'}}});
  const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1';
  const {body} = await rig.call('GET', url, {headers: {accept}});
  expect(body.rows.map(({cells}: {readonly cells: readonly string[]}) => cells[1])).toEqual(['', '<none>']);
});

it('refuses a second Job of a name as one that exists', async () => {
  const jobs = '/apis/batch/v1/namespaces/default/jobs';
  const body = {metadata: {name: 'pi'}, spec: {template: {spec: {restartPolicy: 'Never', containers}}}};
  expect((await rig.call('POST', jobs, {body})).status).toBe(201);
  expect((await rig.call('POST', jobs, {body})).body.message).toBe('jobs.batch "pi" already exists');
});

it('warns of what is enforced when a namespace says nothing of warnings', async () => {
  const labels = {'pod-security.kubernetes.io/enforce': 'restricted'};
  await patch('/api/v1/namespaces/default', {metadata: {labels}});
  const {status, headers} = await rig.call('POST', deployments, {body: {metadata: {name: 'web'}, spec}});
  expect(status).toBe(201);
  expect(headers['warning']).toContain('would violate PodSecurity \\"restricted:latest\\"');
});

it('has one owner for all that a ControllerRevision holds', async () => {
  const url = '/apis/apps/v1/namespaces/default/controllerrevisions?fieldManager=m';
  const {body} = await rig.call('POST', url, {body: {metadata: {name: 'r'}, revision: 1, data: {spec: {a: 1}}}});
  expect(body.metadata.managedFields[0].fieldsV1['f:data']).toEqual({});
});

it('gives nobody what is null in an object that has just been made', async () => {
  const url = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?fieldManager=m';
  const body = {metadata: {name: 's'}, addressType: 'IPv4', endpoints: [], ports: null};
  const made = (await rig.call('POST', url, {body})).body;
  expect(made.metadata.managedFields[0].fieldsV1).not.toHaveProperty('f:ports');
});

it('gives nobody the addresses a Service has by its one address', async () => {
  const url = '/api/v1/namespaces/default/services?fieldManager=m';
  const body = {metadata: {name: 'hl'}, spec: {clusterIP: 'None', ports: [{port: 80}]}};
  const made = (await rig.call('POST', url, {body})).body;
  expect(made.spec.clusterIPs).toEqual(['None']);
  expect(made.metadata.managedFields[0].fieldsV1['f:spec']).not.toHaveProperty('f:clusterIPs');
});

it('looks at the fields that a scale of a custom resource reads', () => {
  const paths = {spec: '.spec.sails', status: '.status.sails', selector: ''};
  const faults = (sails: string | number) => faultsOfScale({spec: {sails}}, paths).map(({message}) => message);
  expect(faults(1)).toEqual([]);
  expect(faults(-1)).toEqual(['Invalid value: -1: should be a non-negative integer']);
  expect(faults('x')).toEqual([
    'Invalid value: 0: .spec.sails accessor error: x is of the type string, expected int64',
  ]);
});
