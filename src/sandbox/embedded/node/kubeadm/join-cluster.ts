import {parse} from 'yaml';
import {decode, fromBase64} from '../../bytes/bytes.ts';
import {at, listOf, textOf} from '../../kubernetes-api/values/reading.ts';
import {connect} from '../access/component-client.ts';
import {kubeconfigText, parseServer} from '../access/kubeconfig.ts';
import type {RemoteClient} from '../access/remote-client.ts';
import type {KubeadmConfig} from './config.ts';
import {writeKubeletFiles} from './node-files.ts';
import {KubeadmFailure, type KubeadmRun} from './run.ts';
import {nodeThere, patientlyReady, startKubelet} from './wait.ts';

/** `kubeadm join`: one more node. https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-join/ */
export async function joinCluster(run: KubeadmRun, config: KubeadmConfig): Promise<void> {
  const {process, backplane, say} = run;
  const {files, space} = process;
  const {endpoint, token, isControlPlane} = config.join;
  if (isControlPlane)
    throw new KubeadmFailure('a second control plane is not simulated by the embedded engine of k8s-learn');
  const server = parseServer(`https://${endpoint}`);
  const access = {server, user: 'kubernetes-super-admin', tokenFile: '', token: ''};
  const client = connect(process, backplane, {access, manager: 'kubeadm'});
  await say('preflight', 'Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...');
  await patientlyReady(run, client);
  checkToken(client, token);
  const authority = authorityOf(client);
  files.makeDirectories('/etc/kubernetes/pki', 0o755);
  files.makeDirectories('/etc/kubernetes/manifests', 0o755);
  files.write('/etc/kubernetes/pki/ca.crt', authority);
  await say('kubelet-start', 'Writing kubelet configuration to file "/var/lib/kubelet/config.yaml"');
  writeKubeletFiles(files, {config, registration: config.join});
  files.write(
    '/etc/kubernetes/kubelet.conf',
    kubeconfigText({
      cluster: 'default-cluster',
      server: `https://${endpoint}`,
      authority,
      user: `system:node:${space.hostname}`,
      keys: {file: '/var/lib/kubelet/pki/kubelet-client-current.pem'},
    }),
  );
  await say('kubelet-start', 'Starting the kubelet');
  startKubelet(run);
  await nodeThere(run, client);
  await process.print(
    '\nThis node has joined the cluster:\n* Certificate signing request was sent to apiserver and a response was received.\n' +
      '* The Kubelet was informed of the new secure connection details.\n\n' +
      "Run 'kubectl get nodes' on the control-plane to see this node join the cluster.\n\n",
  );
}

function checkToken(client: RemoteClient, token: string): void {
  const [id = '', secret = ''] = token.split('.');
  const kept = client.find('secrets', 'kube-system', `bootstrap-token-${id}`);
  const known = decode(fromBase64(textOf(at(kept, 'data', 'token-secret'))));
  if (known === '' || known !== secret)
    throw new KubeadmFailure(
      "error execution phase preflight: couldn't validate the identity of the API Server: could not find a JWS signature " +
        `in the cluster-info ConfigMap for token ID "${id}"`,
    );
}

function authorityOf(client: RemoteClient): string {
  const kept = client.get('configmaps', 'kube-public', 'cluster-info');
  const kubeconfig: unknown = parse(textOf(at(kept, 'data', 'kubeconfig')));
  const [cluster] = listOf(at(kubeconfig, 'clusters'));
  return decode(fromBase64(textOf(at(cluster, 'cluster', 'certificate-authority-data'))));
}
