import type {KubeadmRun} from './run.ts';

const folders = ['/etc/kubernetes/manifests', '/etc/kubernetes/pki/etcd', '/etc/kubernetes/pki', '/var/lib/kubelet'];
const files = ['admin.conf', 'super-admin.conf', 'kubelet.conf', 'controller-manager.conf', 'scheduler.conf'];

/** `kubeadm reset`: the node forgets the cluster it was of. https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-reset/ */
export async function resetNode({process, backplane, say}: KubeadmRun): Promise<void> {
  const machine = backplane.machines.get(process.space.network.base);
  const kubelet = machine?.units?.find('kubelet');
  await say('reset', 'Stopping the kubelet service');
  if (machine?.units && kubelet) await process.wait(machine.units.stop(kubelet.unit));
  machine?.runtime.stopAll();
  await say('reset', `Deleting contents of directories: [${folders.join(' ')}]`);
  for (const folder of folders) emptyFolder(process, folder);
  for (const file of files)
    if (process.files.stat(`/etc/kubernetes/${file}`)) process.files.unlink(`/etc/kubernetes/${file}`);
}

function emptyFolder({files: tree}: KubeadmRun['process'], folder: string): void {
  if (!tree.stat(folder)) return;
  for (const name of tree.list(folder)) {
    const path = `${folder}/${name}`;
    if (tree.requireStat(path, {follow: false}).kind !== 'directory') tree.unlink(path);
  }
}
