import {controlPlanes, runOn, versionOf, withRole} from '../../cluster/nodes.ts';
import {attempting} from '../../errors.ts';
import type {Creation} from './step.ts';
import {kubeadmPath} from './write-configuration.ts';

/** Runs `kubeadm join` on all workers at once. */
export async function joinWorkers({kind, status, nodes}: Creation): Promise<void> {
  const {docker, voice} = kind;
  await controlPlanes(docker, nodes);
  const workers = await withRole(docker, nodes, 'worker');
  if (workers.length === 0) return;
  await status.during('Joining worker nodes 🚜', async () => {
    await Promise.all(
      workers.map(async (node) => {
        await attempting('failed to get kubernetes version from node', () => versionOf(docker, node));
        const {combined} = await attempting('failed to join node with kubeadm', () =>
          runOn(docker, node, 'kubeadm', 'join', '--config', kubeadmPath, '--v=6'),
        );
        await voice.info(combined, 3);
      }),
    );
  });
}
