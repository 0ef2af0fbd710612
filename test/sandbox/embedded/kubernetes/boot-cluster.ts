import type {Client} from '../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {at, listOf} from '../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import type {Machine} from '../../../../src/sandbox/embedded/node/machine.ts';
import {type DrivenEngine, drivenEngine, type RanCommand} from './driven-engine.ts';

/** A cluster that kind could have made; its clock is moved by hand. */
export interface BootedCluster extends DrivenEngine {
  /** The API as `kubernetes-admin` has it. */
  readonly admin: Client;
  machine(name: string): Machine;
  /** The Pod is Ready. */
  isReady(namespace: string, name: string): boolean;
}

const image = 'kindest/node:v1.34.4';

export async function bootCluster({workers = 0}: {readonly workers?: number} = {}): Promise<BootedCluster> {
  const rig = drivenEngine();
  const {engine, backplane, docker, until, exec} = rig;
  const machine = (name: string): Machine => {
    const stack = engine.daemon.containers.require(name).stack;
    const found = backplane.machines.get(stack);
    if (!found) throw new Error(`${name} does not run`);
    return found;
  };
  await rig.pull(image);
  await docker('POST', '/networks/create', {Name: 'kind', IPAM: {Config: [{Subnet: '172.18.0.0/16'}]}});
  const names = ['k8s-learn-control-plane', ...Array.from({length: workers}, (_, index) => workerName(index))];
  for (const name of names) {
    await docker('POST', `/containers/create?name=${name}`, nodeBody(name));
    await docker('POST', `/containers/${name}/start`);
  }
  const address = (name: string): string => engine.daemon.containers.require(name).endpoints.get('kind')?.address ?? '';
  await until('the nodes run', () =>
    names.every((name) => backplane.machines.has(engine.daemon.containers.require(name).stack)),
  );
  for (const [index, name] of names.entries()) {
    const config = kubeadmConfig(name, address(name));
    await succeed(exec(name, ['cp', '/dev/stdin', '/kind/kubeadm.conf'], config));
    const verb = index === 0 ? 'init' : 'join';
    await succeed(exec(name, ['kubeadm', verb, '--config=/kind/kubeadm.conf']));
    if (index === 0) await layNetwork(exec, name);
  }
  const [first = ''] = names;
  const service = backplane.apis.at(engine.daemon.fabric, machine(first).stack, {address: address(first), port: 6443});
  if (!service) throw new Error('there is no API server');
  const admin = service.server.as({
    name: 'kubernetes-admin',
    groups: ['kubeadm:cluster-admins', 'system:authenticated'],
    manager: 'test',
  });
  const isReady: BootedCluster['isReady'] = (namespace, name) => hasCondition(admin.find('pods', namespace, name));
  await until(
    'every node is Ready',
    () => admin.list('nodes').length === names.length && admin.list('nodes').every(hasCondition),
  );
  await until(
    'every system Pod is Ready',
    () => admin.list('pods').length > 0 && admin.list('pods').every(hasCondition),
  );
  return {...rig, admin, machine, isReady};
}

function workerName(index: number): string {
  return index === 0 ? 'k8s-learn-worker' : `k8s-learn-worker${index + 1}`;
}

function hasCondition(object: unknown): boolean {
  return listOf(at(object, 'status', 'conditions')).some(
    (one) => at(one, 'type') === 'Ready' && at(one, 'status') === 'True',
  );
}

async function succeed(command: Promise<RanCommand>): Promise<string> {
  const {code, out} = await command;
  if (code !== 0) throw new Error(out);
  return out;
}

async function layNetwork(exec: BootedCluster['exec'], node: string): Promise<void> {
  const manifest = await succeed(exec(node, ['cat', '/kind/manifests/default-cni.yaml']));
  const filled = manifest.replace('{{ .PodSubnet }}', '10.244.0.0/16');
  await succeed(exec(node, ['kubectl', 'create', '--kubeconfig=/etc/kubernetes/admin.conf', '-f', '-'], filled));
  const storage = await succeed(exec(node, ['cat', '/kind/manifests/default-storage.yaml']));
  await succeed(exec(node, ['kubectl', '--kubeconfig=/etc/kubernetes/admin.conf', 'apply', '-f', '-'], storage));
}

function nodeBody(name: string): object {
  return {
    Image: image,
    Hostname: name,
    Tty: true,
    Volumes: {'/var': {}},
    Labels: {'io.x-k8s.kind.cluster': 'k8s-learn'},
    HostConfig: {
      NetworkMode: 'kind',
      Privileged: true,
      Binds: ['/lib/modules:/lib/modules:ro'],
      Tmpfs: {'/run': '', '/tmp': ''},
    },
  };
}

function kubeadmConfig(node: string, address: string): string {
  return `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
clusterName: k8s-learn
controlPlaneEndpoint: k8s-learn-control-plane:6443
apiServer: {certSANs: [localhost, 127.0.0.1]}
networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/16}
---
apiVersion: kubeadm.k8s.io/v1beta3
kind: InitConfiguration
bootstrapTokens: [{token: abcdef.0123456789abcdef}]
localAPIEndpoint: {advertiseAddress: ${address}, bindPort: 6443}
nodeRegistration: {kubeletExtraArgs: {node-ip: ${address}, provider-id: kind://docker/k8s-learn/${node}}}
---
apiVersion: kubeadm.k8s.io/v1beta3
kind: JoinConfiguration
discovery: {bootstrapToken: {apiServerEndpoint: k8s-learn-control-plane:6443, token: abcdef.0123456789abcdef}}
nodeRegistration: {kubeletExtraArgs: {node-ip: ${address}, provider-id: kind://docker/k8s-learn/${node}}}
`;
}
