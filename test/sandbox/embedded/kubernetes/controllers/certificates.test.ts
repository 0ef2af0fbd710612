import {describe, expect, it} from 'vitest';
import {createCertificateApprover} from '../../../../../src/sandbox/embedded/controllers/certificates/approver.ts';
import {createCertificateCleaner} from '../../../../../src/sandbox/embedded/controllers/certificates/cleaner.ts';
import type {CertificateRequest} from '../../../../../src/sandbox/embedded/controllers/certificates/requests.ts';
import {createCertificateSigner} from '../../../../../src/sandbox/embedded/controllers/certificates/signer.ts';
import {createRoleAggregationController} from '../../../../../src/sandbox/embedded/controllers/roles/role-aggregation.ts';
import type {KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {type ControlRig, createControlRig} from './control-rig.ts';

const requests = 'certificatesigningrequests.certificates.k8s.io';

function start(): ControlRig {
  return createControlRig(() => [
    createCertificateApprover(),
    createCertificateCleaner(),
    createCertificateSigner((request, {use, days}) => {
      if (!request.startsWith('-----BEGIN CERTIFICATE REQUEST-----')) throw new Error('no certificate request');
      return `signed for ${use}, ${days} days`;
    }),
  ]);
}

const pem = '-----BEGIN CERTIFICATE REQUEST-----\nMA==\n-----END CERTIFICATE REQUEST-----\n';

function ask({server}: ControlRig, name: string, spec: {readonly [field: string]: unknown} = {}, groups = ['devs']) {
  const client = server.as({name: 'ann', groups: [...groups, 'system:masters'], manager: 'test'});
  client.create(requests, '', {
    metadata: {name},
    spec: {request: btoa(pem), signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'], ...spec},
  });
}

function approve({admin}: ControlRig, name: string): void {
  const request = admin.get<CertificateRequest>(requests, '', name);
  const conditions = [{type: 'Approved', status: 'True', reason: 'KubectlApprove', message: 'so be it'}];
  admin.update(requests, {...request, status: {...request.status, conditions}}, {subresource: 'approval'});
}

const requestOf = ({admin}: ControlRig, name: string) => admin.find<CertificateRequest>(requests, '', name);

describe('a request for a certificate', () => {
  it('is signed once it is approved, and taken away an hour later', async () => {
    const rig = start();
    ask(rig, 'ann', {expirationSeconds: 86_400});
    await rig.clock.settle();
    expect(requestOf(rig, 'ann')?.status?.certificate).toBeUndefined();
    approve(rig, 'ann');
    await rig.clock.settle();
    expect(atob(requestOf(rig, 'ann')?.status?.certificate ?? '')).toBe('signed for client, 1 days');
    await rig.clock.advance(3_700_000);
    expect(requestOf(rig, 'ann')).toBeUndefined();
    expect(rig.errors).toEqual([]);
  });

  it('of a node that joins is approved by itself', async () => {
    const rig = start();
    const spec = {
      signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
      usages: ['digital signature', 'client auth'],
    };
    ask(rig, 'new', spec, ['system:bootstrappers']);
    ask(rig, 'next', spec, ['system:nodes']);
    await rig.clock.settle();
    const said = (name: string) =>
      requestOf(rig, name)?.status?.conditions?.map(({reason, message}) => [reason, message]);
    expect(said('new')).toEqual([
      ['AutoApproved', 'Auto approving kubelet client certificate after SubjectAccessReview.'],
    ]);
    expect(said('next')).toEqual([
      ['AutoApproved', 'Auto approving self kubelet client certificate after SubjectAccessReview.'],
    ]);
    expect(requestOf(rig, 'new')?.status?.certificate).toBeDefined();
  });
});

describe('a role that is put together from others', () => {
  it('has the rules of those that carry its label, as they come and go', async () => {
    const rig = createControlRig(() => [createRoleAggregationController()]);
    const roles = 'clusterroles.rbac.authorization.k8s.io';
    const rule = (resource: string) => ({apiGroups: [''], resources: [resource], verbs: ['get']});
    rig.admin.create(roles, '', {
      metadata: {name: 'sum'},
      aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: 'yes'}}]},
      rules: [],
    });
    const add = (name: string, resource: string) =>
      rig.admin.create(roles, '', {metadata: {name, labels: {part: 'yes'}}, rules: [rule(resource)]});
    add('b', 'pods');
    add('a', 'secrets');
    await rig.clock.settle();
    const rules = () => rig.admin.get<KubeObject>(roles, '', 'sum').rules;
    expect(rules()).toEqual([rule('secrets'), rule('pods')]);
    rig.admin.delete(roles, '', 'a');
    await rig.clock.settle();
    expect(rules()).toEqual([rule('pods')]);
    expect(rig.errors).toEqual([]);
  });
});
