import {stringify} from 'yaml';
import type {Files} from '../../runtime/fs/files.ts';
import {kubeletFiles} from '../boot/kubelet-files.ts';
import type {KubeadmConfig, NodeRegistration} from './config.ts';

export const controlPlaneTaint = 'node-role.kubernetes.io/control-plane';

/** What the kubelet of a node is started with: its configuration and its arguments. */
export function writeKubeletFiles(
  files: Files,
  {config, registration}: {readonly config: KubeadmConfig; readonly registration: NodeRegistration},
): void {
  files.makeDirectories('/var/lib/kubelet', 0o755);
  files.write(kubeletFiles.config, kubeletConfiguration(config));
  const taint: readonly (readonly [string, string])[] = registration.isControlPlane
    ? [['register-with-taints', `${controlPlaneTaint}:NoSchedule`]]
    : [];
  const words = [...registration.kubeletArgs, ['pod-infra-container-image', 'registry.k8s.io/pause:3.10.1'], ...taint]
    .map(([name, value]) => `--${name}=${value}`)
    .join(' ');
  files.write(kubeletFiles.flags, `KUBELET_KUBEADM_ARGS="${words}"\n`);
}

/** https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
export function kubeletConfiguration({kubelet, serviceSubnet}: KubeadmConfig): string {
  return stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    authentication: {
      anonymous: {enabled: false},
      webhook: {cacheTTL: '0s', enabled: true},
      x509: {clientCAFile: '/etc/kubernetes/pki/ca.crt'},
    },
    authorization: {mode: 'Webhook'},
    cgroupDriver: 'systemd',
    clusterDNS: [addressIn(serviceSubnet, 10)],
    clusterDomain: 'cluster.local',
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    healthzBindAddress: '127.0.0.1',
    healthzPort: 10_248,
    rotateCertificates: true,
    staticPodPath: '/etc/kubernetes/manifests',
    ...kubelet,
    kind: 'KubeletConfiguration',
  });
}

/** The so-manieth address of a block: `10.96.0.10` is the tenth of `10.96.0.0/16`. */
export function addressIn(subnet: string, number: number): string {
  const [first = ''] = subnet.split('/');
  return first.replace(/\d+$/, String(number));
}
