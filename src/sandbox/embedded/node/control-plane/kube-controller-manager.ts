import type {SignRequest} from '../../controllers/certificates/signer.ts';
import {createControllers} from '../../controllers/index.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import type {Backplane} from '../backplane.ts';
import type {Flags} from './flags.ts';
import {loopProgram} from './loop-program.ts';
import {kubernetesVersion} from './version.ts';

/** https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/ */
export function kubeControllerManagerProgram(backplane: Backplane): Program {
  return loopProgram(backplane, {
    name: 'kube-controller-manager',
    memoryBytes: 40 << 20,
    port: 10_257,
    releases: false,
    starting: ['controllermanager.go:191', `"Starting" version="${kubernetesVersion}"`],
    controllers: (flags, process) => {
      const {files} = process;
      const path = flags.get('root-ca-file');
      const clusterNetwork = (flags.get('cluster-cidr') ?? '10.244.0.0/16').split('.').slice(0, 2).join('.');
      const sign = signingBy(flags, process);
      const rootCa = path === undefined ? '' : files.readText(path);
      return createControllers({rootCa, clusterNetwork, ...(sign ? {sign} : {})});
    },
  });
}

/** How certificates are signed, where there is an authority to do it with. */
function signingBy(flags: Flags, {files, space}: Process): SignRequest | undefined {
  const certificate = flags.get('cluster-signing-cert-file');
  const key = flags.get('cluster-signing-key-file');
  const {https} = space.kernel.outside;
  if (certificate === undefined || key === undefined || !https) return undefined;
  return (request, wish) =>
    https.sign(request, wish, {certificate: files.readText(certificate), key: files.readText(key)});
}
