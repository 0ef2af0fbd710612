import {encodeText, streamOf} from '../../../bytes.ts';
import {object} from '../../../docker/json.ts';
import {toYaml} from '../../../kubectl/print/yaml.ts';
import {readDocuments} from '../../../kubectl/yaml-reading.ts';
import {internalEndpoint} from '../../cluster/endpoint.ts';
import {controlPlanes, feed, runOn} from '../../cluster/nodes.ts';
import {attempting} from '../../errors.ts';
import {patchDocuments} from '../../kubeadm/patch.ts';
import type {Creation} from './step.ts';

/** Installs the network of Pods that the node image has a manifest of. */
export async function installNetwork({kind, status, config, nodes}: Creation): Promise<void> {
  if (config.networking.disableDefaultCNI) return;
  const {docker} = kind;
  await status.during('Installing CNI 🔌', async () => {
    const [node = ''] = await controlPlanes(docker, nodes);
    const {stdout} = await attempting('failed to read CNI manifest', () =>
      runOn(docker, node, 'cat', '/kind/manifests/default-cni.yaml'),
    );
    const filled = stdout.includes('would you kindly template this file')
      ? stdout.replaceAll(/\{\{ *\.PodSubnet *\}\}/g, config.networking.podSubnet)
      : stdout;
    const manifest = filled.includes('would you kindly patch this file')
      ? withEndpoint(filled, await internalEndpoint(docker, config.name))
      : filled;
    const command = ['kubectl', 'create', '--kubeconfig=/etc/kubernetes/admin.conf', '-f', '-'];
    await attempting('failed to apply overlay network', () =>
      feed(docker, {node, command, input: streamOf(encodeText(manifest))}),
    );
  });
}

/** Tells the network where the API server is, so that it need not wait for kube-proxy. */
function withEndpoint(manifest: string, endpoint: string): string {
  const path = '/spec/template/spec/containers/0/env/-';
  const steps = [{op: 'add', path, value: {name: 'CONTROL_PLANE_ENDPOINT', value: endpoint}}];
  const patch = {group: 'apps', version: 'v1', kind: 'DaemonSet', patch: JSON.stringify(steps)};
  const documents = readDocuments(manifest).map(object);
  const patched = patchDocuments(documents, {kubeadmConfigPatches: [], kubeadmConfigPatchesJSON6902: [patch]});
  return patched.map(toYaml).join('---\n');
}
