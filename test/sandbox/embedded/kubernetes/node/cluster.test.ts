import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {at, listOf, textOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {type BootedCluster, bootCluster} from '../boot-cluster.ts';

const controlPlane = 'k8s-learn-control-plane';
const worker = 'k8s-learn-worker';

describe('a cluster of three nodes', () => {
  let cluster: BootedCluster;

  beforeAll(async () => {
    cluster = await bootCluster({workers: 2});
  }, 240_000);

  afterAll(() => cluster.engine.stop());

  const podsOn = (node: string): readonly string[] =>
    cluster.admin
      .list('pods')
      .filter((pod) => at(pod, 'spec', 'nodeName') === node)
      .map(({metadata}) => metadata.name);

  const run = async (name: string, spec: object, labels: {readonly [name: string]: string} = {}): Promise<void> => {
    cluster.admin.create('pods', 'default', {apiVersion: 'v1', kind: 'Pod', metadata: {name, labels}, spec: {...spec}});
    await cluster.until(`${name} is Ready`, () => cluster.isReady('default', name));
  };
  const inPod = async (name: string, command: string): Promise<string> => {
    return inPodOf(name, textOf(at(cluster.admin.get('pods', 'default', name), 'spec', 'nodeName')), command);
  };
  const inPodOf = async (name: string, node: string, command: string): Promise<string> => {
    const ids = await cluster.exec(node, ['crictl', 'ps', '-q', '--name', `^${name}$`]);
    return (await cluster.exec(node, ['crictl', 'exec', ids.out.trim(), 'sh', '-c', command])).out;
  };
  const sleeper = (name: string, node: string): object => ({
    nodeName: node,
    terminationGracePeriodSeconds: 0,
    containers: [{name, image: 'busybox:1.36', command: ['sleep', '100000']}],
  });
  const server = (name: string, node: string): object => ({
    nodeName: node,
    containers: [
      {
        name,
        image: 'busybox:1.36',
        command: ['sh', '-c', `mkdir /www && echo ${name} > /www/index.html && exec httpd -f -p 80 -h /www`],
      },
    ],
  });

  it('has its four static Pods on the control plane, and the agents of the network everywhere', () => {
    expect(podsOn(controlPlane)).toEqual(
      expect.arrayContaining(
        ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(
          (name) => `${name}-${controlPlane}`,
        ),
      ),
    );
    for (const node of [controlPlane, worker, 'k8s-learn-worker2'])
      expect(podsOn(node).map((name) => name.replace(/-\w+$/, ''))).toEqual(
        expect.arrayContaining(['kindnet', 'kube-proxy']),
      );
  });

  it('shows the containers of a node to crictl', async () => {
    const {out, code} = await cluster.exec(worker, ['crictl', 'ps']);
    expect(code).toBe(0);
    expect(out).toMatch(/^CONTAINER {11}IMAGE/);
    expect(out).toMatch(/Running +kube-proxy +0 /);
  });

  it('leads from Pod to Pod across nodes, by address and by the name of a Service', async () => {
    await run('page', server('page', worker), {app: 'page'});
    await run('asker', sleeper('asker', 'k8s-learn-worker2'));
    cluster.admin.create('services', 'default', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'page'},
      spec: {selector: {app: 'page'}, ports: [{port: 8080, targetPort: 80}]},
    });
    const slices = (): readonly unknown[] =>
      cluster.admin
        .list('endpointslices.discovery.k8s.io', 'default')
        .filter(({metadata}) => metadata.labels?.['kubernetes.io/service-name'] === 'page')
        .flatMap((slice) => listOf(slice['endpoints']));
    await cluster.until('the Service has an endpoint', () => slices().length === 1);
    const address = textOf(at(cluster.admin.get('pods', 'default', 'page'), 'status', 'podIP'));
    expect(await inPod('asker', `wget -qO- http://${address}`)).toBe('page\n');
    expect(await inPod('asker', 'wget -qO- http://page:8080')).toBe('page\n');
    expect(await inPod('asker', 'wget -qO- http://page.default.svc.cluster.local:8080')).toBe('page\n');
    expect(await inPod('asker', 'wget -qO- http://nobody 2>&1; true')).toContain("bad address 'nobody'");
  });

  it('opens a NodePort on every node', async () => {
    cluster.admin.create('services', 'default', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'door'},
      spec: {type: 'NodePort', selector: {app: 'page'}, ports: [{port: 80, nodePort: 30080}]},
    });
    await cluster.clock.advance(1000);
    for (const node of [controlPlane, worker]) {
      const {address} = cluster.machine(node);
      expect(await inPod('asker', `wget -qO- http://${address}:30080`)).toBe('page\n');
    }
  });

  it('refuses what is asked of a Service with nobody behind it', async () => {
    cluster.admin.create('services', 'default', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'empty'},
      spec: {selector: {app: 'nobody'}, ports: [{port: 80}]},
    });
    await cluster.clock.advance(1000);
    expect(await inPod('asker', 'wget -qO- http://empty 2>&1; true')).toContain('Connection refused');
  });

  it('pulls from a registry on its network, where the files of the node say who that is', async () => {
    for (const image of ['registry:2', 'busybox:1.36']) await cluster.pull(image);
    await cluster.docker('POST', '/containers/create?name=registry', {
      Image: 'registry:2',
      ExposedPorts: {'5000/tcp': {}},
      HostConfig: {NetworkMode: 'kind', PortBindings: {'5000/tcp': [{HostPort: '5001'}]}},
    });
    await cluster.docker('POST', '/containers/registry/start');
    await cluster.clock.advance(1000);
    await cluster.docker('POST', '/images/busybox:1.36/tag?repo=localhost:5001/own&tag=1');
    expect(await cluster.stream('POST', '/images/localhost:5001/own/push?tag=1')).toContain('1: digest: sha256:');
    const own = {
      nodeName: worker,
      containers: [{name: 'own', image: 'localhost:5001/own:1', command: ['sleep', '1000']}],
    };
    cluster.admin.create('pods', 'default', {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'own'}, spec: own});
    const waiting = (): string =>
      textOf(
        at(
          listOf(at(cluster.admin.get('pods', 'default', 'own'), 'status', 'containerStatuses'))[0],
          'state',
          'waiting',
          'message',
        ),
      );
    await cluster.until('it is refused', () => waiting().includes('connection refused'));
    expect(waiting()).toContain(
      'failed to do request: Head "http://localhost:5001/v2/own/manifests/1": dial tcp 127.0.0.1:5001',
    );
    const folder = '/etc/containerd/certs.d/localhost:5001';
    await cluster.exec(worker, ['mkdir', '-p', folder]);
    await cluster.exec(worker, ['cp', '/dev/stdin', `${folder}/hosts.toml`], '[host."http://registry:5000"]\n');
    await cluster.until('it runs', () => cluster.isReady('default', 'own'), 120_000);
  });

  it('loses a node that is stopped, and has it back with its Pods when it is started again', async () => {
    const ready = (name: string): unknown =>
      at(
        listOf(at(cluster.admin.get('nodes', '', name), 'status', 'conditions')).find(
          (one) => at(one, 'type') === 'Ready',
        ),
        'status',
      );
    await cluster.docker('POST', `/containers/${worker}/kill`);
    await cluster.until('the node is not Ready', () => ready(worker) !== 'True', 120_000);
    await cluster.docker('POST', `/containers/${worker}/start`);
    await cluster.until('the node is Ready', () => ready(worker) === 'True', 120_000);
    await cluster.until('page runs again', () => cluster.isReady('default', 'page'), 120_000);
    expect(await inPod('asker', 'wget -qO- http://page:8080')).toBe('page\n');
  });

  it('schedules nothing while the manifest of its scheduler is elsewhere', async () => {
    await cluster.exec(controlPlane, ['mv', '/etc/kubernetes/manifests/kube-scheduler.yaml', '/etc/kubernetes/']);
    const gone = (): boolean =>
      cluster.admin.find('pods', 'kube-system', `kube-scheduler-${controlPlane}`) === undefined;
    await cluster.until('the scheduler is gone', gone, 120_000);
    cluster.admin.create('pods', 'default', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'orphan'},
      spec: {containers: [{name: 'orphan', image: 'busybox:1.36', command: ['sleep', '1000']}]},
    });
    await cluster.clock.advance(20_000);
    expect(at(cluster.admin.get('pods', 'default', 'orphan'), 'spec', 'nodeName')).toBeUndefined();
    await cluster.exec(controlPlane, ['mv', '/etc/kubernetes/kube-scheduler.yaml', '/etc/kubernetes/manifests/']);
    await cluster.until('the orphan runs', () => cluster.isReady('default', 'orphan'), 60_000);
  });

  it('keeps everything it knew when all nodes are started again, at other addresses', async () => {
    const nodes = [controlPlane, worker, 'k8s-learn-worker2'];
    const before = cluster.machine(controlPlane).address;
    for (const node of nodes) await cluster.docker('POST', `/containers/${node}/kill`);
    await cluster.clock.advance(1000);
    expect(() => cluster.machine(controlPlane)).toThrow('does not run');
    for (const node of [...nodes].reverse()) await cluster.docker('POST', `/containers/${node}/start`);
    await cluster.clock.advance(30_000);
    expect(cluster.machine(controlPlane).address).not.toBe(before);
    const {out} = await cluster.exec(controlPlane, ['kubectl', 'get', 'nodes']);
    for (const node of nodes) expect(out).toContain(node);
    expect(await inPodOf('asker', 'k8s-learn-worker2', 'wget -qO- http://page:8080')).toBe('page\n');
  });
});
