import type {ImageDefinition} from '../../runtime/images/define-image.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import type {Backplane} from '../backplane.ts';
import {ContainerdImages} from '../images/containerd-images.ts';
import {registryDialer} from '../images/node-registries.ts';
import {Machine} from '../machine.ts';
import {kubeletArguments} from './kubelet-files.ts';
import {type Unit, Units} from './units.ts';

/** The first process of a node: what systemd is in kind's image. It ends with its container, and everything with it. */
export function initProgram(backplane: Backplane, preloaded: readonly ImageDefinition[]): Program {
  return {name: 'kind-init', memoryBytes: 1 << 20, main: (process) => runInit(process, backplane, preloaded)};
}

const reached = [
  'local-fs.target - Local File Systems',
  'sysinit.target - System Initialization',
  'network.target - Network',
  'basic.target - Basic System',
  'multi-user.target - Multi-User System',
  'graphical.target - Graphical Interface',
];

async function runInit(process: Process, backplane: Backplane, preloaded: readonly ImageDefinition[]): Promise<number> {
  const end = new Promise<number>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.onSignal(name, () => resolve(130));
  });
  await process.print('systemd 252.39-1~deb12u1 running in system mode (simulated by k8s-learn)\n');
  await process.print('Detected virtualization docker.\nDetected architecture x86-64.\n\n');
  await process.print(`Welcome to \u001b[1mDebian GNU/Linux 12 (bookworm)\u001b[0m!\n\n`);
  const {hub, downloadPace, catalogued} = backplane;
  const dialRegistry = registryDialer(process);
  const images = new ContainerdImages({kernel: process.space.kernel, dialRegistry, hub, downloadPace, catalogued});
  await process.wait(images.preload(preloaded));
  const machine = new Machine(process, images);
  connect(machine, process, backplane);
  machine.units = new Units(process, machine.journal, unitsOf(machine));
  for (const {unit} of machine.units.list()) machine.units.start(unit);
  for (const target of reached)
    await process.print(`[\u001b[0;32m  OK  \u001b[0m] Reached target \u001b[0;1;39m${target}\u001b[0m.\n`);
  return process.wait(end);
}

/** Programs of the node find the machine they are on, until its container ends. */
function connect(machine: Machine, {signal}: Process, {machines, rules}: Backplane): void {
  const {stack} = machine;
  machines.set(stack, machine);
  signal.addEventListener(
    'abort',
    () => {
      machines.delete(stack);
      rules.get(stack)?.remove();
      rules.delete(stack);
    },
    {once: true},
  );
}

function unitsOf(machine: Machine): readonly Unit[] {
  return [
    {
      name: 'containerd',
      description: 'containerd container runtime',
      argv: ['/usr/local/bin/containerd'],
      more: () => [],
      restartMs: 1000,
    },
    {
      name: 'kubelet',
      description: 'kubelet: The Kubernetes Node Agent',
      argv: [
        '/usr/bin/kubelet',
        '--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf',
        '--kubeconfig=/etc/kubernetes/kubelet.conf',
        '--config=/var/lib/kubelet/config.yaml',
      ],
      more: () => kubeletArguments(machine.files),
      restartMs: 1000,
    },
  ];
}
