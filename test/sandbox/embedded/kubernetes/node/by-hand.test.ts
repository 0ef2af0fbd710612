import {beforeEach, describe, expect, it} from 'vitest';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {at} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {kubeconfigText} from '../../../../../src/sandbox/embedded/node/access/kubeconfig.ts';
import {type DrivenEngine, drivenEngine} from '../driven-engine.ts';

const images = {
  etcd: 'registry.k8s.io/etcd:3.6.5-0',
  apiserver: 'registry.k8s.io/kube-apiserver:v1.34.4',
  scheduler: 'registry.k8s.io/kube-scheduler:v1.34.4',
  busybox: 'busybox:1.36',
};

const apiserver = [
  'kube-apiserver',
  '--etcd-servers=http://etcd:2379',
  '--service-cluster-ip-range=10.96.0.0/16',
  '--service-account-issuer=https://kubernetes.default.svc',
  '--service-account-key-file=/etc/passwd',
  '--service-account-signing-key-file=/etc/passwd',
];

describe('a control plane that is put together by hand', () => {
  let rig: DrivenEngine;

  beforeEach(async () => {
    rig = drivenEngine();
    await rig.docker('POST', '/networks/create', {Name: 'plane'});
    for (const image of Object.values(images)) await rig.pull(image);
  });

  const run = async (
    name: string,
    image: string,
    argv: readonly string[],
    volumes: readonly string[] = [],
  ): Promise<void> => {
    await rig.docker('POST', `/containers/create?name=${name}`, {
      Image: image,
      Cmd: argv,
      HostConfig: {NetworkMode: 'plane', Binds: volumes},
    });
    await rig.docker('POST', `/containers/${name}/start`);
  };
  const etcd = (): Promise<void> =>
    run('etcd', images.etcd, ['etcd', '--data-dir=/data', '--listen-client-urls=http://0.0.0.0:2379']);
  const status = (name: string): string => rig.engine.daemon.containers.require(name).status;
  const api = (): Client | undefined => {
    const {endpoints, stack} = rig.engine.daemon.containers.require('apiserver');
    const address = endpoints.get('plane')?.address ?? '';
    const user = {name: 'admin', groups: ['system:masters'], manager: 'test'};
    try {
      return rig.backplane.apis.at(rig.engine.daemon.fabric, stack, {address, port: 6443})?.server.as(user);
    } catch {
      return undefined;
    }
  };

  it('has no API server that lives without its etcd', async () => {
    await run('apiserver', images.apiserver, apiserver);
    await rig.until('it gives up', () => status('apiserver') === 'exited', 30_000);
    const text = await rig.stream('GET', '/containers/apiserver/logs?stderr=1');
    expect(text).toContain('dial tcp: lookup etcd: no such host');
    expect(text.trim().split('\n').at(-1)).toMatch(
      /^.*F0101 .*Error creating leases: error creating storage factory: context deadline exceeded$/,
    );
  });

  it('keeps objects in etcd, whatever becomes of the API server', async () => {
    await etcd();
    await run('apiserver', images.apiserver, apiserver);
    await rig.until('it answers', () => api() !== undefined);
    api()?.create('configmaps', 'default', {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'note'}});
    for (const name of ['apiserver', 'etcd'])
      await rig.docker('POST', `/containers/${name}/kill`).catch(() => undefined);
    await rig.until('both are gone', () => status('etcd') === 'exited' && status('apiserver') === 'exited');
    for (const name of ['etcd', 'apiserver']) await rig.docker('POST', `/containers/${name}/start`);
    await rig.until('it answers again', () => api() !== undefined);
    expect(api()?.find('configmaps', 'default', 'note')).toBeDefined();
  });

  it('gives Pods a node once somebody runs a scheduler', async () => {
    await etcd();
    await run('apiserver', images.apiserver, apiserver);
    await rig.until('it answers', () => api() !== undefined);
    const admin = api();
    admin?.create('nodes', '', {apiVersion: 'v1', kind: 'Node', metadata: {name: 'one'}});
    admin?.create('serviceaccounts', 'default', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {name: 'default'},
    });
    const node = admin?.get('nodes', '', 'one');
    const room = {cpu: '2', memory: '1Gi', pods: '10'};
    if (node) admin?.update('nodes', {...node, status: {capacity: room, allocatable: room}}, {subresource: 'status'});
    const spec = {containers: [{name: 'a', image: 'a'}], tolerations: [{operator: 'Exists'}]};
    admin?.create('pods', 'default', {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'web'}, spec});
    const nodeOf = (): unknown => at(api()?.get('pods', 'default', 'web'), 'spec', 'nodeName');
    await rig.clock.advance(5000);
    expect(nodeOf()).toBeUndefined();
    await run('writer', 'busybox:1.36', ['sleep', '1000'], ['conf:/conf']);
    const parts = {cluster: 'hand', server: 'https://apiserver:6443', authority: '', user: 'system:kube-scheduler'};
    const text = kubeconfigText({...parts, keys: {certificate: '', key: ''}});
    await rig.exec('writer', ['cp', '/dev/stdin', '/conf/kubeconfig'], text);
    await run('scheduler', images.scheduler, ['kube-scheduler', '--kubeconfig=/conf/kubeconfig'], ['conf:/conf']);
    await rig.until('the Pod has a node', () => nodeOf() === 'one');
  });
});
