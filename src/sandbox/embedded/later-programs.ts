import type {Program} from './runtime/process/process.ts';
import {SystemError} from './system-error.ts';

const names = [
  'kind-entrypoint',
  'kind-init',
  'containerd',
  'getent',
  'local-path-provisioner',
  'kubelet',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'coredns',
  'kindnetd',
  'kubeadm',
  'crictl',
  'ctr',
  'journalctl',
  'systemctl',
  'node-kubectl',
] as const;

/** The programs of clusters: their code is loaded when the first of them runs, which in most engines is never. */
export function laterPrograms(options: {readonly downloadPace: number}): readonly Program[] {
  let loading: Promise<ReadonlyMap<string, Program>> | undefined;
  const load = (): Promise<ReadonlyMap<string, Program>> => {
    loading ??= import('./node/programs.ts').then(
      ({createBackplane, kubernetesPrograms}) =>
        new Map(kubernetesPrograms(createBackplane(options)).map((program) => [program.name, program])),
    );
    return loading;
  };
  return names.map((name) => ({
    name,
    async main(process) {
      const program = (await process.wait(load())).get(name);
      if (!program) throw new SystemError('ENOENT', name);
      if (program.memoryBytes !== undefined) process.holdMemory(program.memoryBytes);
      return program.main(process);
    },
  }));
}
