import type {KeyPair} from '../../kubernetes-api/https.ts';
import {connect} from '../access/component-client.ts';
import {kubeconfigText} from '../access/kubeconfig.ts';
import type {RemoteClient} from '../access/remote-client.ts';
import {layAddons} from './addons.ts';
import {layBootstrap} from './bootstrap.ts';
import {Certificates, makeCertificates} from './certificates.ts';
import type {KubeadmConfig} from './config.ts';
import {controlPlaneManifests} from './manifests.ts';
import {addressIn, controlPlaneTaint, writeKubeletFiles} from './node-files.ts';
import {KubeadmFailure, type KubeadmRun} from './run.ts';
import {nodeThere, patientlyReady, startKubelet} from './wait.ts';

/** `kubeadm init`: the first node of a cluster. https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-init/ */
export async function initCluster(run: KubeadmRun, config: KubeadmConfig): Promise<void> {
  const {process, say} = run;
  const {files, space} = process;
  const {https} = space.kernel.outside;
  if (!https) throw new KubeadmFailure('certificates cannot be made here: this engine has no TLS');
  const nodeName = space.hostname;
  await say('init', 'Using Kubernetes version: v1.34.4');
  await say('certs', 'Using certificateDir folder "/etc/kubernetes/pki"');
  const certificates = new Certificates(https, files);
  const authority = makeCertificates(certificates, {
    nodeName,
    address: config.advertiseAddress,
    serviceAddress: addressIn(config.serviceSubnet, 1),
    names: [...config.certificateNames, hostOf(config.endpoint), '0.0.0.0'],
  });
  await process.breathe();
  await say('kubeconfig', 'Using kubeconfig folder "/etc/kubernetes"');
  writeKubeconfigs(run, {config, certificates, authority});
  await say('etcd', 'Creating static Pod manifest for local etcd in "/etc/kubernetes/manifests"');
  await say('control-plane', 'Using manifest folder "/etc/kubernetes/manifests"');
  files.makeDirectories('/etc/kubernetes/manifests', 0o755);
  for (const [name, text] of controlPlaneManifests(config, nodeName)) {
    files.write(`/etc/kubernetes/manifests/${name}`, text);
    files.change(`/etc/kubernetes/manifests/${name}`, {mode: 0o600});
  }
  await say('kubelet-start', 'Starting the kubelet');
  writeKubeletFiles(files, {config, registration: config.init});
  startKubelet(run);
  await say('wait-control-plane', 'Waiting for the kubelet to boot up the control plane as static Pods');
  const client = adminClient(run, config);
  await patientlyReady(run, client);
  await layBootstrap(run, {client, config, authority});
  await nodeThere(run, client);
  await say('mark-control-plane', `Marking the node ${nodeName} as control-plane by adding the labels`);
  markControlPlane(client, nodeName);
  layAddons(client, config);
  await say('addons', 'Applied essential addon: CoreDNS');
  await say('addons', 'Applied essential addon: kube-proxy');
  await process.print('\nYour Kubernetes control-plane has initialized successfully!\n');
}

function markControlPlane(client: RemoteClient, name: string): void {
  const labels = {[controlPlaneTaint]: '', 'node.kubernetes.io/exclude-from-external-load-balancers': ''};
  client.patch('nodes', {namespace: '', name}, {type: 'merge', patch: {metadata: {labels}}});
}

function adminClient(
  {process, backplane}: KubeadmRun,
  {advertiseAddress: host, bindPort: port}: KubeadmConfig,
): RemoteClient {
  const access = {server: {host, port}, user: 'kubernetes-super-admin', tokenFile: '', token: ''};
  return connect(process, backplane, {access, manager: 'kubeadm'});
}

function writeKubeconfigs(
  {process}: KubeadmRun,
  given: {readonly config: KubeadmConfig; readonly certificates: Certificates; readonly authority: KeyPair},
): void {
  const {config, certificates, authority} = given;
  const {files, space} = process;
  const node = `system:node:${space.hostname}`;
  const local = `https://${config.advertiseAddress}:${config.bindPort}`;
  const shared = `https://${config.endpoint}`;
  const wanted: readonly (readonly [file: string, user: string, group: string | undefined, server: string])[] = [
    ['admin.conf', 'kubernetes-admin', 'kubeadm:cluster-admins', shared],
    ['super-admin.conf', 'kubernetes-super-admin', 'system:masters', shared],
    ['kubelet.conf', node, 'system:nodes', shared],
    ['controller-manager.conf', 'system:kube-controller-manager', undefined, local],
    ['scheduler.conf', 'system:kube-scheduler', undefined, local],
  ];
  for (const [file, user, group, server] of wanted) {
    const keys = certificates.client(user, group, authority);
    const parts = {cluster: config.clusterName, server, authority: authority.certificate, user, keys};
    files.write(`/etc/kubernetes/${file}`, kubeconfigText(parts));
    files.change(`/etc/kubernetes/${file}`, {mode: 0o600});
  }
}

function hostOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '');
}
