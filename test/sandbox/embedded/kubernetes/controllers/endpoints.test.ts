import {describe, expect, it} from 'vitest';
import {createEndpointsController} from '../../../../../src/sandbox/embedded/controllers/endpoints/endpoints-controller.ts';
import {createEndpointSliceController} from '../../../../../src/sandbox/embedded/controllers/endpoints/slice-controller.ts';
import type {KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {addNode, addPod, type ControlRig, createControlRig, type PodDraft, setStatus} from './control-rig.ts';

const slices = 'endpointslices.discovery.k8s.io';

function start(): ControlRig {
  const rig = createControlRig(() => [createEndpointsController(), createEndpointSliceController()]);
  addNode(rig, 'a', {labels: {'topology.kubernetes.io/zone': 'z1'}});
  return rig;
}

function addService({admin}: ControlRig, name: string, spec: {readonly [field: string]: unknown}): void {
  admin.create('services', 'default', {metadata: {name, labels: {tier: 'front'}}, spec});
}

/** A Pod on node a with an address. */
function run(rig: ControlRig, name: string, ip: string, draft: PodDraft & {readonly ready?: boolean} = {}): KubeObject {
  const pod = addPod(rig, name, {labels: {app: 's'}, ...draft, spec: {nodeName: 'a', ...draft.spec}});
  return setReady(rig, pod, draft.ready ?? true, ip);
}

function setReady(rig: ControlRig, pod: KubeObject, ready: boolean, ip: string): KubeObject {
  const conditions = [{type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2026-01-01T00:00:05Z'}];
  return setStatus(rig, 'pods', pod, {phase: 'Running', podIP: ip, podIPs: [{ip}], conditions});
}

function contentOf({admin}: ControlRig, service: string) {
  const {subsets} = admin.get('endpoints', 'default', service);
  const found = admin
    .list<KubeObject & {readonly ports: unknown; readonly endpoints: readonly unknown[] | null}>(slices, 'default')
    .filter(({metadata}) => metadata.labels?.['kubernetes.io/service-name'] === service);
  return {subsets, slices: found};
}

describe('the endpoints of a Service', () => {
  it('are its Pods, those that are not ready apart', async () => {
    const rig = start();
    const one = run(rig, 'one', '10.244.0.5');
    const two = run(rig, 'two', '10.244.0.6', {ready: false});
    addService(rig, 'web', {selector: {app: 's'}, ports: [{port: 80}]});
    await rig.clock.settle();
    const refer = (pod: KubeObject) => ({
      kind: 'Pod',
      namespace: 'default',
      name: pod.metadata.name,
      uid: pod.metadata.uid,
    });
    const {subsets, slices: found} = contentOf(rig, 'web');
    expect(subsets).toEqual([
      {
        addresses: [{ip: '10.244.0.5', nodeName: 'a', targetRef: refer(one)}],
        notReadyAddresses: [{ip: '10.244.0.6', nodeName: 'a', targetRef: refer(two)}],
        ports: [{port: 80, protocol: 'TCP'}],
      },
    ]);
    expect(rig.admin.get('endpoints', 'default', 'web').metadata.labels).toEqual({
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
      tier: 'front',
    });
    expect(found).toHaveLength(1);
    expect(found[0]?.metadata).toMatchObject({
      generateName: 'web-',
      labels: {
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': 'web',
        tier: 'front',
      },
      annotations: {'endpoints.kubernetes.io/last-change-trigger-time': expect.any(String)},
      ownerReferences: [{kind: 'Service', name: 'web', controller: true, blockOwnerDeletion: true}],
    });
    expect(found[0]).toMatchObject({
      addressType: 'IPv4',
      ports: [{name: '', protocol: 'TCP', port: 80}],
      endpoints: [
        {
          addresses: ['10.244.0.5'],
          conditions: {ready: true, serving: true, terminating: false},
          targetRef: refer(one),
          nodeName: 'a',
          zone: 'z1',
        },
        {addresses: ['10.244.0.6'], conditions: {ready: false, serving: false, terminating: false}},
      ],
    });
    expect(rig.errors).toEqual([]);
  });

  it('follow their Pods: ready, on their way out, gone', async () => {
    const rig = start();
    addService(rig, 'web', {selector: {app: 's'}, ports: [{port: 80}]});
    await rig.clock.settle();
    expect(contentOf(rig, 'web')).toMatchObject({subsets: undefined, slices: [{endpoints: null, ports: null}]});
    const pod = run(rig, 'one', '10.244.0.5', {ready: false});
    setReady(rig, pod, true, '10.244.0.5');
    await rig.clock.settle();
    expect(contentOf(rig, 'web').slices).toMatchObject([{endpoints: [{conditions: {ready: true}}]}]);
    rig.admin.delete('pods', 'default', 'one');
    await rig.clock.settle();
    expect(contentOf(rig, 'web').subsets).toBeUndefined();
    expect(contentOf(rig, 'web').slices).toMatchObject([
      {endpoints: [{conditions: {ready: false, serving: true, terminating: true}}]},
    ]);
    rig.admin.delete('pods', 'default', 'one', {gracePeriodSeconds: 0});
    await rig.clock.settle();
    expect(contentOf(rig, 'web').slices).toMatchObject([{endpoints: null, ports: null}]);
  });

  it('have the ports a Pod has under a name, and leave out those it does not have', async () => {
    const rig = start();
    const ports = [{name: 'http', containerPort: 8080}];
    run(rig, 'one', '10.244.0.5', {spec: {containers: [{name: 'c', image: 'nginx', ports}]}});
    run(rig, 'two', '10.244.0.6', {ready: false});
    addService(rig, 'web', {
      selector: {app: 's'},
      publishNotReadyAddresses: true,
      ports: [
        {name: 'http', port: 80, targetPort: 'http'},
        {name: 'm', port: 9090, targetPort: 9091, appProtocol: 'kubernetes.io/h2c'},
      ],
    });
    await rig.clock.settle();
    const {slices: found} = contentOf(rig, 'web');
    expect(found.map(({ports}) => ports)).toEqual(
      expect.arrayContaining([
        [
          {name: 'http', protocol: 'TCP', port: 8080},
          {name: 'm', protocol: 'TCP', port: 9091, appProtocol: 'kubernetes.io/h2c'},
        ],
        [{name: 'm', protocol: 'TCP', port: 9091, appProtocol: 'kubernetes.io/h2c'}],
      ]),
    );
    const endpoints = found.flatMap(({endpoints}) => endpoints ?? []);
    expect(endpoints).toHaveLength(2);
    expect(endpoints).toMatchObject([{conditions: {ready: true}}, {conditions: {ready: true}}]);
  });

  it('of a headless Service are marked so, and carry the names of Pods below it', async () => {
    const rig = start();
    run(rig, 'one', '10.244.0.5', {spec: {hostname: 'first', subdomain: 'head'}});
    addService(rig, 'head', {selector: {app: 's'}, clusterIP: 'None'});
    await rig.clock.settle();
    const {subsets, slices: found} = contentOf(rig, 'head');
    expect(subsets).toMatchObject([{addresses: [{ip: '10.244.0.5', hostname: 'first'}]}]);
    expect(found).toMatchObject([{ports: null, endpoints: [{hostname: 'first'}]}]);
    expect(found[0]?.metadata.labels?.['service.kubernetes.io/headless']).toBe('');
  });

  it('are not made without a selector, and go with their Service', async () => {
    const rig = start();
    addService(rig, 'bare', {ports: [{port: 80}]});
    addService(rig, 'web', {selector: {app: 's'}, ports: [{port: 80}]});
    await rig.clock.settle();
    expect(rig.admin.list('endpoints').map(({metadata}) => metadata.name)).toEqual(['web']);
    rig.admin.delete('services', 'default', 'web');
    await rig.clock.settle();
    expect(rig.admin.list('endpoints')).toEqual([]);
  });

  it('fill slices of a hundred, and change only those they must', async () => {
    const rig = start();
    addService(rig, 'web', {selector: {app: 's'}, ports: [{port: 80}]});
    for (let index = 0; index < 250; index += 1) run(rig, `pod-${index}`, `10.244.${index >> 7}.${index & 127}`);
    await rig.clock.advance(200);
    const sizes = contentOf(rig, 'web').slices.map(({endpoints}) => endpoints?.length);
    expect(sizes.sort()).toEqual([100, 100, 50]);
    const before = new Set(contentOf(rig, 'web').slices);
    rig.admin.delete('pods', 'default', 'pod-7', {gracePeriodSeconds: 0});
    await rig.clock.advance(200);
    const after = contentOf(rig, 'web').slices;
    expect(after.filter((slice) => !before.has(slice))).toHaveLength(1);
    expect(after.flatMap(({endpoints}) => endpoints ?? [])).toHaveLength(249);
  });
});
