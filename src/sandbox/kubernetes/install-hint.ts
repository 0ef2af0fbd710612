/** Versions the course was written with; later ones do as well. */
const versions = {kind: 'v0.33.0', kubectl: 'v1.34.0'};

export interface Machine {
  readonly platform: NodeJS.Platform;
  /** As Node has it: `x64`, `arm64`. */
  readonly arch: string;
}

/**
 * The command that installs kind or kubectl on this machine.
 * https://kind.sigs.k8s.io/docs/user/quick-start/#installation, https://kubernetes.io/docs/tasks/tools/
 */
export function installHint(program: 'kind' | 'kubectl', machine: Machine = process): string {
  const {platform} = machine;
  if (platform === 'darwin') return `brew install ${program}`;
  if (platform === 'win32') return `winget install ${program === 'kind' ? 'Kubernetes.kind' : 'Kubernetes.kubectl'}`;
  const arch = machine.arch === 'x64' ? 'amd64' : machine.arch;
  const version = versions[program];
  const address =
    program === 'kind'
      ? `https://kind.sigs.k8s.io/dl/${version}/kind-linux-${arch}`
      : `https://dl.k8s.io/release/${version}/bin/linux/${arch}/kubectl`;
  return `curl -Lo ${program} ${address} && sudo install -m 755 ${program} /usr/local/bin/${program}`;
}
