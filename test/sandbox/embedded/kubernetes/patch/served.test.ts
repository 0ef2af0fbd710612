import {describe, expect, it} from 'vitest';
import type {Fields} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {draftOf} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/draft.ts';
import {mergePatch} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/merge-patch.ts';
import {fieldsOf, listOf, textOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {type Answer, adminUser, createKubeRig, type HttpRig} from '../rig.ts';
import {shirtDefinition} from './custom-stories.ts';
import {type RecordedStep, type Recording, readRecordings} from './recordings.ts';

const plurals: {readonly [kind: string]: string} = {
  ConfigMap: 'configmaps',
  Deployment: 'deployments',
  Pod: 'pods',
  Role: 'roles',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
  Shirt: 'shirts',
};
const types = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

// The whole server, over HTTP's paths: what a real one answered to the same calls.
describe.each(readRecordings().map((recording) => [recording.name, recording] as const))('%s', (_, recording) => {
  it('is answered as by a real API server', async () => {
    const rig = createKubeRig();
    rig.admin.create('namespaces', '', {metadata: {name: namespaceOf(recording)}});
    rig.admin.create('serviceaccounts', namespaceOf(recording), {metadata: {name: 'default'}});
    if (recording.kind === 'Shirt')
      rig.admin.create('customresourcedefinitions.apiextensions.k8s.io', '', draftOf(shirtDefinition));
    // A definition is served a moment after it is stored.
    await rig.clock.advance(1100);
    await begin(rig, recording);
    for (const [index, step] of recording.steps.entries()) {
      const answer = await send(rig, recording, step);
      await rig.clock.advance(1100);
      const seen = {index, step: step.body, answer: comparable(answer.body)};
      expect(seen).toEqual({index, step: step.body, answer: comparable(step.answer)});
      expect(answer.status).toBe(step.status);
    }
  });
});

/** What kubectl had made before the first patch that is recorded. */
async function begin(rig: HttpRig, recording: Recording): Promise<void> {
  const [{before} = {before: undefined}] = recording.steps;
  if (!before) return;
  const {managedFields: _m, uid: _u, resourceVersion: _r, creationTimestamp: _c, ...metadata} = before.metadata;
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([name]) => !name.startsWith('deployment.'));
  const {clusterIP: _ip, clusterIPs: _ips, ipFamilies: _f, ipFamilyPolicy: _p, ...spec} = fieldsOf(before.spec);
  const body = {
    ...fieldsOf(before),
    spec,
    metadata: {...fieldsOf(metadata), annotations: Object.fromEntries(annotations)},
  };
  const first = {does: 'create', body, manager: 'kubectl-client-side-apply', status: 201, answer: {}} as const;
  await send(rig, recording, first);
  await rig.clock.advance(1100);
}

async function send(rig: HttpRig, recording: Recording, step: RecordedStep): Promise<Answer> {
  const {apiVersion, kind, name} = recording;
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const all = `${root}/namespaces/${namespaceOf(recording)}/${plurals[kind]}`;
  const query = new URLSearchParams({
    ...(step.manager ? {fieldManager: step.manager} : {}),
    ...(step.force ? {force: 'true'} : {}),
  });
  const one = `${all}/${name}${step.subresource ? `/${step.subresource}` : ''}?${query}`;
  const metadata = {name, namespace: namespaceOf(recording)};
  const whole = (body: Fields): Fields => mergePatch({apiVersion, kind, metadata}, body);
  const body = fieldsOf(step.body);
  const headers = {'content-type': 'application/json'};
  const user = {...adminUser, manager: 'k2'};
  if (step.does === 'create') return await rig.call('POST', `${all}?${query}`, {body: whole(body), headers, user});
  if (step.does === 'update') {
    const {body: there} = await rig.call('GET', one);
    return await rig.call('PUT', one, {body: mergePatch(there, body), headers, user});
  }
  const patch = step.does === 'apply' ? whole(body) : await ofThisServer(rig, step.body, one);
  return await rig.call('PATCH', one, {body: patch, user, headers: {'content-type': types[step.does]}});
}

/** A patch that names the revision it is for names the one the object has here. */
async function ofThisServer(rig: HttpRig, body: RecordedStep['body'], one: string): Promise<unknown> {
  if (!Array.isArray(body)) return body;
  const {body: there} = await rig.call('GET', one);
  return body.map((operation) =>
    operation.path === '/metadata/resourceVersion' ? {...operation, value: there.metadata.resourceVersion} : operation,
  );
}

function namespaceOf({steps}: Recording): string {
  const [first] = steps;
  return draftOf(first?.answer ?? {}).metadata?.namespace ?? 'k2-patches';
}

/** An answer without what differs from server to server, and from time to time. */
function comparable(answer: Fields): unknown {
  if (answer.kind === 'Status') {
    const {details, metadata: _m, ...status} = answer;
    const causes = listOf(fieldsOf(details).causes).map((cause) =>
      JSON.stringify(Object.entries(fieldsOf(cause)).sort()),
    );
    return {...status, details: {...fieldsOf(details), causes: causes.sort()}};
  }
  // A Pod's volume of its token has a name by chance.
  const text = JSON.stringify(answer).replaceAll(/kube-api-access-\w{5}/g, 'kube-api-access');
  const {status: _s, metadata, ...rest} = fieldsOf(JSON.parse(text));
  const {uid: _u, resourceVersion: _r, creationTimestamp: _c, generation: _g, ...kept} = fieldsOf(metadata);
  const managedFields = listOf(kept.managedFields).map(fieldsOf).filter(isOurs).map(withoutTime).sort(byName);
  const annotations = Object.entries(fieldsOf(kept.annotations)).filter(([name]) => !name.startsWith('deployment.'));
  const {clusterIP: _ip, clusterIPs: _ips, ...spec} = fieldsOf(rest.spec);
  return {...rest, spec, metadata: {...kept, managedFields, annotations: Object.fromEntries(annotations)}};
}

/** Components that are not here, and the one that writes into what they wrote. */
const others = ['kube-controller-manager', 'kube-scheduler', 'kubelet'];

/** Their order is that of their times. */
function byName(one: Fields, other: Fields): number {
  const nameOf = ({manager, operation, subresource}: Fields) => `${manager} ${operation} ${subresource}`;
  return nameOf(one) < nameOf(other) ? -1 : 1;
}

function isOurs({manager}: Fields): boolean {
  return !others.includes(textOf(manager));
}

function withoutTime({time: _, ...entry}: Fields): Fields {
  return entry;
}
