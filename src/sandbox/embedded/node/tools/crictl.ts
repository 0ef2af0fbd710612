import type {Process, Program} from '../../runtime/process/process.ts';
import type {Backplane} from '../backplane.ts';
import {ImageRefusal} from '../node.ts';
import {execIn} from './crictl-exec.ts';
import {images, inspectImage, pull, removeImages} from './crictl-images.ts';
import {
  inspect,
  inspectPod,
  logs,
  pods,
  ps,
  removeContainers,
  removePods,
  stopContainers,
  stopPods,
} from './crictl-look.ts';
import {CrictlFailure, type CrictlRun, type CrictlVerb, parseArguments} from './crictl-run.ts';

/** https://kubernetes.io/docs/tasks/debug/debug-cluster/crictl/ */
const verbs: {readonly [name: string]: CrictlVerb} = {
  ps,
  pods,
  images,
  image: images,
  img: images,
  inspect,
  inspecti: inspectImage,
  inspectp: inspectPod,
  logs,
  exec: execIn,
  pull,
  rmi: removeImages,
  rm: removeContainers,
  rmp: removePods,
  stop: stopContainers,
  stopp: stopPods,
  version: ({process}) => process.print(versionText),
};

const versionText =
  'Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  v2.1.4-k8s-learn\nRuntimeApiVersion:  v1\n';

/** The client of a node's container runtime. */
export function crictlProgram(backplane: Backplane): Program {
  return {name: 'crictl', memoryBytes: 8 << 20, main: (process) => runCrictl(process, backplane)};
}

async function runCrictl(process: Process, backplane: Backplane): Promise<number> {
  const machine = backplane.machines.get(process.space.network.base);
  const [name = '', ...args] = process.argv.slice(1).filter((arg, index) => index > 0 || !arg.startsWith('-D'));
  if (name === '--version' || name === '-v') {
    await process.print('crictl version v1.34.0\n');
    return 0;
  }
  const verb = verbs[name];
  if (!verb) {
    await process.complain(
      name === '' || name === '--help'
        ? `crictl: one of ${Object.keys(verbs).join(', ')}`
        : `crictl ${name} is not simulated by the embedded engine of k8s-learn`,
    );
    return name === '' || name === '--help' ? 0 : 1;
  }
  try {
    if (!machine)
      throw new CrictlFailure(
        'validate service connection: validate CRI v1 runtime API for endpoint "unix:///var/run/containerd/containerd.sock": connection refused',
      );
    const run: CrictlRun = {process, machine, ...parseArguments(args)};
    await verb(run);
    return 0;
  } catch (error) {
    if (!(error instanceof CrictlFailure) && !(error instanceof ImageRefusal)) throw error;
    await process.complain(fatal(process, error.message));
    return 1;
  }
}

function fatal(process: Process, why: string): string {
  const time = new Date(process.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  return `time="${time}" level=fatal msg="${why.replaceAll('"', '\\"')}"`;
}
