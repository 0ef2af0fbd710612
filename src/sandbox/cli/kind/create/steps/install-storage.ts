import {encodeText, streamOf} from '../../../bytes.ts';
import {controlPlanes, feed, runOn} from '../../cluster/nodes.ts';
import {attempting} from '../../errors.ts';
import type {Creation} from './step.ts';

/** Installs the StorageClass that the node image has a manifest of. */
export async function installStorage({kind, status, nodes}: Creation): Promise<void> {
  const {docker} = kind;
  await status.during('Installing StorageClass 💾', async () => {
    const [node = ''] = await controlPlanes(docker, nodes);
    const {stdout} = await attempting('failed to read storage manifest', () =>
      runOn(docker, node, 'cat', '/kind/manifests/default-storage.yaml'),
    );
    const command = ['kubectl', '--kubeconfig=/etc/kubernetes/admin.conf', 'apply', '-f', '-'];
    await attempting('failed to add default storage class', () =>
      feed(docker, {node, command, input: streamOf(encodeText(stdout))}),
    );
  });
}
