import {describe, expect, it} from 'vitest';
import {createEndpointSliceMirroringController} from '../../../../../src/sandbox/embedded/controllers/endpoints/mirroring-controller.ts';
import {
  createRootCaPublisher,
  createServiceAccountController,
} from '../../../../../src/sandbox/embedded/controllers/namespaces/service-account-controller.ts';
import {createResourceQuotaController} from '../../../../../src/sandbox/embedded/controllers/quota/resource-quota-controller.ts';
import type {KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {addPod, createControlRig, setStatus} from './control-rig.ts';

describe('every namespace', () => {
  it('has an account `default` and the certificate of the API server, however often they are deleted', async () => {
    const rig = createControlRig(() => [createServiceAccountController(), createRootCaPublisher('PEM')]);
    rig.admin.create('namespaces', '', {metadata: {name: 'mine'}});
    await rig.clock.settle();
    const bundle = () => rig.admin.find<KubeObject>('configmaps', 'mine', 'kube-root-ca.crt');
    const account = () => rig.admin.find('serviceaccounts', 'mine', 'default');
    expect(bundle()?.data).toEqual({'ca.crt': 'PEM'});
    expect(bundle()?.metadata.annotations?.['kubernetes.io/description']).toContain('Contains a CA bundle');
    const first = account()?.metadata.uid;
    rig.admin.delete('configmaps', 'mine', 'kube-root-ca.crt');
    rig.admin.delete('serviceaccounts', 'mine', 'default');
    await rig.clock.settle();
    expect(bundle()?.data).toEqual({'ca.crt': 'PEM'});
    expect(account()).toBeDefined();
    expect(account()?.metadata.uid).not.toBe(first);
    expect(rig.errors).toEqual([]);
  });
});

describe('a quota', () => {
  it('says what is used of what it allows', async () => {
    const rig = createControlRig(() => [createResourceQuotaController()]);
    rig.admin.create('configmaps', 'default', {metadata: {name: 'one'}});
    const pod = addPod(rig, 'web', {cpu: '500m', spec: {nodeName: 'a'}});
    addPod(rig, 'idle', {cpu: '250m'});
    const hard = {
      pods: '10',
      'requests.cpu': '4',
      configmaps: '9',
      'count/secrets': '3',
      'services.loadbalancers': '1',
    };
    rig.admin.create('resourcequotas', 'default', {metadata: {name: 'q'}, spec: {hard}});
    await rig.clock.settle();
    const status = () => rig.admin.get<KubeObject>('resourcequotas', 'default', 'q').status;
    const used = {'requests.cpu': '750m', configmaps: '1', 'count/secrets': '0', 'services.loadbalancers': '0'};
    expect(status()).toEqual({hard, used: {...used, pods: '2'}});
    setStatus(rig, 'pods', pod, {phase: 'Succeeded'});
    rig.admin.delete('configmaps', 'default', 'one');
    await rig.clock.settle();
    expect(status()).toMatchObject({used: {pods: '1', 'requests.cpu': '250m', configmaps: '0'}});
    expect(rig.errors).toEqual([]);
  });
});

describe('Endpoints made by hand', () => {
  it('are mirrored in a slice, for a Service without a selector', async () => {
    const rig = createControlRig(() => [createEndpointSliceMirroringController()]);
    rig.admin.create('services', 'default', {metadata: {name: 'db'}, spec: {ports: [{port: 80}]}});
    const subsets = [{addresses: [{ip: '10.1.2.3'}], ports: [{port: 80}]}];
    const made = rig.admin.create('endpoints', 'default', {metadata: {name: 'db'}, subsets});
    await rig.clock.settle();
    const slices = () => rig.admin.list('endpointslices.discovery.k8s.io', 'default');
    expect(slices()).toHaveLength(1);
    expect(slices()[0]).toMatchObject({
      metadata: {
        generateName: 'db-',
        labels: {
          'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
          'kubernetes.io/service-name': 'db',
        },
        ownerReferences: [{kind: 'Endpoints', name: 'db', uid: made.metadata.uid}],
      },
      endpoints: [{addresses: ['10.1.2.3'], conditions: {ready: true}}],
      ports: [{name: '', protocol: 'TCP', port: 80}],
    });
    rig.admin.update('endpoints', {...made, subsets: []});
    await rig.clock.settle();
    expect(slices()).toEqual([]);
    expect(rig.errors).toEqual([]);
  });
});
