import type {Process, Program} from '../../runtime/process/process.ts';
import {told} from '../control-plane/told.ts';

const configuration = `version = 3
root = '/var/lib/containerd'
state = '/run/containerd'

[plugins]
  [plugins.'io.containerd.cri.v1.images']
    snapshotter = 'overlayfs'
    disable_snapshot_annotations = true
    discard_unpacked_layers = true
    max_concurrent_downloads = 3

    [plugins.'io.containerd.cri.v1.images'.pinned_images]
      sandbox = 'registry.k8s.io/pause:3.10.1'

    [plugins.'io.containerd.cri.v1.images'.registry]
      config_path = '/etc/containerd/certs.d'

  [plugins.'io.containerd.cri.v1.runtime']
    [plugins.'io.containerd.cri.v1.runtime'.containerd]
      default_runtime_name = 'runc'
`;

/** The container runtime of a node: the program kind asks for its configuration, and the service systemd keeps. */
export const containerdProgram: Program = {name: 'containerd', memoryBytes: 20 << 20, main: runContainerd};

async function runContainerd(process: Process): Promise<number> {
  const [command, what] = process.argv.slice(1);
  if (command === 'config' && (what === 'dump' || what === 'default')) {
    await process.print(configuration);
    return 0;
  }
  if (command === '--version' || command === '-v') {
    await process.print('containerd github.com/containerd/containerd/v2 v2.1.4-k8s-learn\n');
    return 0;
  }
  const end = told(process);
  await process.complain('level=info msg="containerd successfully booted in 0.02s"');
  return process.wait(end);
}
