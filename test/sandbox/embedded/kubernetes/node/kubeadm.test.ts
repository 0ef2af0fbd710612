import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {at, listOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {kubeconfigText, parseKubeconfig} from '../../../../../src/sandbox/embedded/node/access/kubeconfig.ts';
import {parseFlags} from '../../../../../src/sandbox/embedded/node/control-plane/flags.ts';
import {parseKubeadmConfig} from '../../../../../src/sandbox/embedded/node/kubeadm/config.ts';
import {controlPlaneManifests} from '../../../../../src/sandbox/embedded/node/kubeadm/manifests.ts';

const config = (version: string, args: string): string => `apiVersion: kubeadm.k8s.io/${version}
kind: ClusterConfiguration
clusterName: k8s-learn
controlPlaneEndpoint: k8s-learn-control-plane:6443
networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/16}
---
apiVersion: kubeadm.k8s.io/${version}
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: 172.18.0.3, bindPort: 6443}
nodeRegistration: {kubeletExtraArgs: ${args}}
`;

describe('what kind tells kubeadm', () => {
  it('is understood in both versions it may be written in', () => {
    const old = parseKubeadmConfig(config('v1beta3', '{node-ip: 172.18.0.3}'));
    const today = parseKubeadmConfig(config('v1beta4', '[{name: node-ip, value: 172.18.0.3}]'));
    expect(old.init.kubeletArgs).toEqual([['node-ip', '172.18.0.3']]);
    expect(today).toEqual(old);
    expect(old).toMatchObject({
      clusterName: 'k8s-learn',
      advertiseAddress: '172.18.0.3',
      serviceSubnet: '10.96.0.0/16',
    });
  });

  it('becomes four static Pods that share the network of their node', () => {
    const manifests = controlPlaneManifests(parseKubeadmConfig(config('v1beta3', '{}')), 'k8s-learn-control-plane');
    expect([...manifests.keys()]).toEqual([
      'etcd.yaml',
      'kube-apiserver.yaml',
      'kube-controller-manager.yaml',
      'kube-scheduler.yaml',
    ]);
    for (const text of manifests.values()) {
      const pod: unknown = parse(text);
      expect(at(pod, 'spec', 'hostNetwork')).toBe(true);
      const [container] = listOf(at(pod, 'spec', 'containers'));
      expect(listOf(at(container, 'command'))[0]).toBe(at(container, 'name'));
    }
    const command = listOf(
      at(listOf(at(parse(manifests.get('kube-apiserver.yaml') ?? ''), 'spec', 'containers'))[0], 'command'),
    );
    expect(parseFlags(command.map(String)).get('advertise-address')).toBe('172.18.0.3');
  });
});

describe('a kubeconfig', () => {
  const text = kubeconfigText({
    cluster: 'k8s-learn',
    server: 'https://k8s-learn-control-plane:6443',
    authority: 'CA',
    user: 'system:kube-scheduler',
    keys: {certificate: 'CERT', key: 'KEY'},
  });

  it('leads to its server as its user', () => {
    expect(parseKubeconfig(text)).toEqual({
      server: {host: 'k8s-learn-control-plane', port: 6443},
      user: 'system:kube-scheduler',
      tokenFile: '',
      token: '',
    });
  });

  it('is refused when it names no server', () => {
    expect(() => parseKubeconfig('{}')).toThrow('no configuration has been provided');
  });
});

describe('flags', () => {
  it('have their value behind an equals sign, behind a blank, or none', () => {
    const flags = parseFlags(['--secure-port=6443', '--v', '2', '--leader-elect', '--a=b=c', 'word']);
    expect([...flags]).toEqual([
      ['secure-port', '6443'],
      ['v', '2'],
      ['leader-elect', 'true'],
      ['a', 'b=c'],
    ]);
  });
});
