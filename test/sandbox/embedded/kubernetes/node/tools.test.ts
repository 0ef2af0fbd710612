import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {at, listOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {type BootedCluster, bootCluster} from '../boot-cluster.ts';

const node = 'k8s-learn-control-plane';

describe('the tools of a node', () => {
  let cluster: BootedCluster;

  beforeAll(async () => {
    cluster = await bootCluster();
  }, 240_000);

  afterAll(() => cluster.engine.stop());

  const run = async (line: string): Promise<string> =>
    (await cluster.exec(node, ['sh', '-c', `${line} 2>&1; echo "= $?"`])).out;
  const json = async (line: string): Promise<unknown> => JSON.parse((await cluster.exec(node, line.split(' '))).out);

  it('start and stop the kubelet, whose containers run on without it', async () => {
    expect(await run('systemctl is-active kubelet')).toBe('active\n= 0\n');
    const before = await run('crictl ps -q | wc -l');
    expect(await run('systemctl stop kubelet')).toBe('= 0\n');
    expect(await run('systemctl is-active kubelet.service')).toBe('inactive\n= 3\n');
    expect(await run('ps | grep -c [k]ubeconfig=/etc/kubernetes/kubelet.conf')).toBe('0\n= 1\n');
    expect(await run('crictl ps -q | wc -l')).toBe(before);
    const ready = (): unknown =>
      at(
        listOf(at(cluster.admin.get('nodes', '', node), 'status', 'conditions')).find(
          (one) => at(one, 'type') === 'Ready',
        ),
        'status',
      );
    await cluster.until('the node is not heard of', () => ready() === 'Unknown', 120_000);
    await run('systemctl start kubelet');
    await cluster.until('it is Ready again', () => ready() === 'True');
    expect(await run('systemctl status nothing')).toContain('Unit nothing.service could not be found.');
  });

  it('show what a service has logged', async () => {
    expect(await run('journalctl -u kubelet -n 2 | wc -l')).toBe('2\n= 0\n');
    expect(await run('journalctl -u kubelet')).toMatch(/^\w{3} \d\d [\d:]{8} k8s-learn-control-plane \w+\[\d+\]: /);
    expect(await run('journalctl -u nothing')).toBe('-- No entries --\n= 0\n');
  });

  it('list Pods, containers and images, and look into them', async () => {
    expect(await run('crictl pods --name etcd')).toMatch(
      /Ready +etcd-k8s-learn-control-plane +kube-system +0 +\(default\)/,
    );
    expect(await run('crictl ps --name nobody')).toMatch(/^CONTAINER +IMAGE .*NAMESPACE\n= 0\n$/);
    expect(await run('crictl images')).toMatch(/registry\.k8s\.io\/pause +3\.10\.1 +[0-9a-f]{13} +[\d.]+kB\n/);
    const image = await json('crictl inspecti registry.k8s.io/etcd:3.6.5-0');
    expect(at(image, 'status', 'repoTags')).toEqual(['registry.k8s.io/etcd:3.6.5-0']);
    expect(await run('crictl inspecti busybox:1.36')).toMatch(
      /^time="[^"]+" level=fatal msg="no such image \\"busybox:1\.36\\" present"\n= 1\n$/,
    );
    const container = await json(
      'crictl inspect ID'.replace('ID', (await run('crictl ps -q --name etcd')).split('\n')[0] ?? ''),
    );
    expect(at(container, 'status', 'state')).toBe('CONTAINER_RUNNING');
  });

  it('run commands in containers, and print their logs', async () => {
    expect(await run('crictl logs --tail 1 $(crictl ps -q --name kube-scheduler)')).toContain(
      'Starting Kubernetes Scheduler',
    );
    expect(await run('crictl exec $(crictl ps -q --name etcd) etcd --version')).toContain('etcd Version: 3.6.5');
    expect(await run('crictl exec $(crictl ps -q --name etcd) nothing')).toContain(
      'executable file not found in $PATH',
    );
    expect(await run('crictl exec 123456 ls')).toContain('not found');
  });

  it('bring images and take them away', async () => {
    expect(await run('crictl pull busybox:1.36')).toMatch(/^Image is up to date for sha256:[0-9a-f]{64}\n= 0\n$/);
    expect(await run('ctr -n k8s.io images tag docker.io/library/busybox:1.36 example.com/own:1')).toBe(
      'example.com/own:1\n= 0\n',
    );
    expect(await run('ctr --namespace=k8s.io images ls')).toContain('example.com/own:1 ');
    expect(await run('crictl rmi busybox:1.36')).toContain('Deleted: docker.io/library/busybox:1.36\n');
    expect(await run('crictl pull nothing.example/x:1')).toContain(
      'failed to do request: Head \\"https://nothing.example/v2/x/manifests/1\\": dial tcp: lookup nothing.example: no such host',
    );
    expect(await run('crictl pull busybox:none')).toContain('docker.io/library/busybox:none: not found');
  });

  it('look names up, and say what they cannot do', async () => {
    expect(await run('getent hosts k8s-learn-control-plane')).toMatch(
      /^172\.18\.0\.2 +k8s-learn-control-plane\n= 0\n$/,
    );
    expect(await run('getent hosts web.default.svc.cluster.local')).toBe('= 2\n');
    expect(await run('kubectl get nodes')).toBe('k8s-learn-control-plane\n= 0\n');
    expect(await run('kubectl drain x')).toContain('is not simulated by the embedded engine of k8s-learn');
    expect(await run('containerd config dump')).toContain('config_path = ');
  });

  it('make it forget the cluster it was of', async () => {
    expect(await run('kubeadm reset --force')).toContain('[reset] Stopping the kubelet service');
    expect(await run('ls /etc/kubernetes/manifests | wc -l; crictl ps -q | wc -l')).toBe('0\n0\n= 0\n');
  });
});
