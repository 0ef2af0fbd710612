import type {RemoteClient} from '../access/remote-client.ts';
import {KubeadmFailure, type KubeadmRun} from './run.ts';

/** kubeadm's own patience for a control plane that comes up. */
const patienceMs = 240_000;

/** Starts the kubelet of the node, as `systemctl start kubelet` does. */
export function startKubelet({process, backplane}: KubeadmRun): void {
  const units = backplane.machines.get(process.space.network.base)?.units;
  const kubelet = units?.find('kubelet');
  if (!units || !kubelet)
    throw new KubeadmFailure('[kubelet-start] this is no node of a cluster: there is no systemd here');
  if (kubelet.process) kubelet.process.kill('SIGTERM');
  else units.start(kubelet.unit);
}

/** Until an API server answers. */
export async function patientlyReady(run: KubeadmRun, client: RemoteClient): Promise<void> {
  await within(run, client.ready(), 'failed while waiting for the control plane to start: kube-apiserver check failed');
}

/** Until the node this runs on is one of the cluster. */
export async function nodeThere(run: KubeadmRun, client: RemoteClient): Promise<void> {
  const name = run.process.space.hostname;
  const there = new Promise<void>((resolve) => {
    if (client.find('nodes', '', name)) return resolve();
    const stop = client.watch('nodes', client.revision(), ({object}) => {
      if (object.metadata.name !== name) return;
      stop();
      resolve();
    });
  });
  await within(run, there, `timed out waiting for the node ${name} to be registered`);
}

async function within({process}: KubeadmRun, wanted: Promise<void>, failure: string): Promise<void> {
  const {kernel} = process.space;
  const late = new AbortController();
  const limit = kernel.wait(patienceMs, AbortSignal.any([process.signal, late.signal])).then(
    () => 'late' as const,
    () => 'over' as const,
  );
  const first = await process.wait(Promise.race([wanted, limit]));
  late.abort();
  if (first === 'late') throw new KubeadmFailure(failure);
}
