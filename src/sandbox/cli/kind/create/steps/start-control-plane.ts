import {controlPlanes, runOn, versionOf} from '../../cluster/nodes.ts';
import {attempting} from '../../errors.ts';
import type {Creation} from './step.ts';
import {kubeadmPath} from './write-configuration.ts';

const kubeconfig = '--kubeconfig=/etc/kubernetes/admin.conf';

/** Runs `kubeadm init` on the control plane. */
export async function startControlPlane({kind, status, nodes}: Creation): Promise<void> {
  const {docker, voice} = kind;
  await status.during('Starting control-plane 🕹️', async () => {
    const [node] = await controlPlanes(docker, nodes);
    if (node === undefined) throw new Error('expected at least one control-plane node');
    await attempting('failed to get kubernetes version from node', () => versionOf(docker, node));
    const init = ['kubeadm', 'init', `--config=${kubeadmPath}`, '--skip-token-print', '--v=6'];
    const {combined} = await attempting('failed to init node with kubeadm', () => runOn(docker, node, ...init));
    await voice.info(combined, 3);
    await controlPlanes(docker, nodes);
    if (nodes.length === 1) await openOnlyNode(kind.docker, node);
  });
}

/** The one node of a cluster runs everything: nothing may be kept off it. */
async function openOnlyNode(docker: Creation['kind']['docker'], node: string): Promise<void> {
  await attempting('failed to remove control plane taint', async () => {
    await attempting('failed to get Kubernetes version from node', () => versionOf(docker, node));
    await runOn(
      docker,
      node,
      'kubectl',
      kubeconfig,
      'taint',
      'nodes',
      '--all',
      'node-role.kubernetes.io/control-plane-',
    );
  });
  await attempting('failed to remove control plane load balancer label', () => {
    const label = 'node.kubernetes.io/exclude-from-external-load-balancers-';
    return runOn(docker, node, 'kubectl', kubeconfig, 'label', 'nodes', '--all', label);
  });
}
