import type {Process, Program} from '../../runtime/process/process.ts';
import {isSystemError} from '../../system-error.ts';
import type {Backplane} from '../backplane.ts';
import {parseFlags} from '../control-plane/flags.ts';
import {kubernetesVersion} from '../control-plane/version.ts';
import {parseKubeadmConfig} from './config.ts';
import {initCluster} from './init-cluster.ts';
import {joinCluster} from './join-cluster.ts';
import {resetNode} from './reset-node.ts';
import {KubeadmFailure, type KubeadmRun} from './run.ts';

/** kubeadm, as far as kind drives it. https://kubernetes.io/docs/reference/setup-tools/kubeadm/ */
export function kubeadmProgram(backplane: Backplane): Program {
  return {name: 'kubeadm', memoryBytes: 12 << 20, main: (process) => runKubeadm(process, backplane)};
}

async function runKubeadm(process: Process, backplane: Backplane): Promise<number> {
  const [command = '', ...args] = process.argv.slice(1);
  const flags = parseFlags(args);
  const run: KubeadmRun = {process, backplane, say: (phase, text) => process.print(`[${phase}] ${text}\n`)};
  if (command === 'version') {
    await process.print(
      flags.get('output') === 'short' || flags.get('o') === 'short' ? `${kubernetesVersion}\n` : versionText,
    );
    return 0;
  }
  try {
    if (command === 'reset') await resetNode(run);
    else if (command === 'init' || command === 'join') {
      const file = flags.get('config');
      if (file === undefined)
        throw new KubeadmFailure(`${command} without --config is not simulated by the embedded engine of k8s-learn`);
      const config = parseKubeadmConfig(process.files.readText(file));
      await (command === 'init' ? initCluster(run, config) : joinCluster(run, config));
    } else throw new KubeadmFailure(`kubeadm ${command} is not simulated by the embedded engine of k8s-learn`);
    return 0;
  } catch (error) {
    if (!(error instanceof KubeadmFailure) && !isSystemError(error)) throw error;
    const subject = isSystemError(error) && error.subject !== '' ? `${error.subject}: ` : '';
    await process.complain(
      `error: ${subject}${error.message}\nTo see the stack trace of this error execute with --v=5 or higher`,
    );
    return 1;
  }
}

const versionText = `kubeadm version: &version.Info{Major:"1", Minor:"34", GitVersion:"${kubernetesVersion}", Platform:"linux/amd64"}\n`;
