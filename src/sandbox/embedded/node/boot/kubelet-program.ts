import {encode} from '../../bytes/bytes.ts';
import {serveConnection} from '../../runtime/http/server.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import {acceptAll, listenOn} from '../../runtime/programs/servers/listening-socket.ts';
import {isSystemError} from '../../system-error.ts';
import {clientOf} from '../access/component-client.ts';
import type {Backplane} from '../backplane.ts';
import {sayOn} from '../control-plane/klog.ts';
import {kubeletPort} from '../control-plane/node-kubelets.ts';
import {told} from '../control-plane/told.ts';
import {kubernetesVersion} from '../control-plane/version.ts';
import {createKubelet, type Kubelet} from '../kubelet/kubelet.ts';
import {kubeletFiles, kubeletSettings} from './kubelet-files.ts';

/** The agent of a node, as a program of that node. https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/ */
export function kubeletProgram(backplane: Backplane): Program {
  return {name: 'kubelet', memoryBytes: 30 << 20, main: (process) => runKubelet(process, backplane)};
}

async function runKubelet(process: Process, backplane: Backplane): Promise<number> {
  if (process.argv.includes('--version')) {
    await process.print(`Kubernetes ${kubernetesVersion}\n`);
    return 0;
  }
  const say = sayOn(process);
  const end = told(process);
  try {
    const kubelet = makeKubelet(process, backplane);
    await say('I', 'server.go:529', `"Kubelet version" kubeletVersion="${kubernetesVersion}"`);
    serve(process, backplane, kubelet);
    kubelet.start();
    process.signal.addEventListener('abort', () => kubelet.stop(), {once: true});
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const why = `open ${error.subject}: ${error.message.toLowerCase()}`;
    await say(
      'E',
      'run.go:72',
      `"command failed" err="failed to load kubelet config file, path: ${error.subject}, error: ${why}"`,
    );
    return 1;
  }
  return process.wait(end);
}

function makeKubelet(process: Process, backplane: Backplane): Kubelet {
  const machine = backplane.machines.get(process.space.network.base);
  if (!machine) throw new Error('the kubelet of this engine runs on the nodes of a cluster alone');
  const settings = kubeletSettings(process.files, process.argv);
  const client = clientOf(process, backplane, {kubeconfig: kubeletFiles.kubeconfig, manager: 'kubelet'});
  const say = sayOn(process);
  return createKubelet({
    node: machine,
    runtime: machine.runtime,
    client,
    config: {...settings, version: kubernetesVersion},
    say: (line) => void say('I', 'kubelet.go:1', line).catch(() => {}),
  });
}

function serve(process: Process, backplane: Backplane, {api}: Kubelet): void {
  const {listener} = listenOn(process, kubeletPort);
  backplane.kubelets.offer(listener, api);
  // Only the API server of the engine speaks with it, and that does so without bytes.
  void acceptAll(process, listener, async ({stream}) => {
    stream.writer.close();
    stream.reader.close();
  });
  const health = listenOn(process, 10_248, '127.0.0.1');
  void acceptAll(process, health.listener, ({stream}) =>
    serveConnection(stream, {signal: process.signal, answer: async () => ({status: 200, body: encode('ok')})}),
  );
}
