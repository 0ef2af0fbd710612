import {encode, hex} from '../../bytes/bytes.ts';
import type {Controller} from '../../controllers/controller.ts';
import {ControllerManager} from '../../controllers/manager.ts';
import type {Client} from '../../kubernetes-api/client.ts';
import {serveConnection} from '../../runtime/http/server.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import {acceptAll, listenOn} from '../../runtime/programs/servers/listening-socket.ts';
import {isSystemError} from '../../system-error.ts';
import {clientOf} from '../access/component-client.ts';
import type {Backplane} from '../backplane.ts';
import {type Flags, parseFlags} from './flags.ts';
import {type Say, sayOn} from './klog.ts';
import {told} from './told.ts';
import {kubernetesVersion} from './version.ts';

/** What differs between the programs that run control loops over the API. */
export interface LoopProgram {
  /** `kube-controller-manager`: also the name of its lease. */
  readonly name: string;
  readonly memoryBytes: number;
  /** Where it tells of its health. */
  readonly port: number;
  readonly starting: readonly [place: string, text: string];
  /** It gives its lease back when it is told to go. */
  readonly releases: boolean;
  readonly controllers: (flags: Flags, process: Process) => readonly Controller[];
}

/** A program that does nothing but run control loops, while it leads. */
export function loopProgram(backplane: Backplane, loop: LoopProgram): Program {
  const {name, memoryBytes} = loop;
  return {name, memoryBytes, main: (process) => runLoops(process, backplane, loop)};
}

async function runLoops(process: Process, backplane: Backplane, loop: LoopProgram): Promise<number> {
  const flags = parseFlags(process.argv.slice(1));
  if (flags.has('version')) {
    await process.print(`Kubernetes ${kubernetesVersion}\n`);
    return 0;
  }
  const say = sayOn(process);
  const end = told(process);
  await say('I', ...loop.starting);
  try {
    const kubeconfig = flags.get('kubeconfig') ?? '';
    const client = clientOf(process, backplane, {kubeconfig, manager: loop.name});
    serveHealth(process, Number(flags.get('secure-port') ?? loop.port), flags.get('bind-address') ?? '0.0.0.0');
    const manager = managerOf(process, loop, {client, flags, say});
    manager.start();
    process.signal.addEventListener('abort', () => manager.stop(), {once: true});
    const code = await process.wait(end);
    manager.stop();
    return code;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await say('E', 'run.go:72', `"command failed" err="stat ${error.subject}: ${error.message.toLowerCase()}"`);
    return 1;
  }
}

function managerOf(
  process: Process,
  loop: LoopProgram,
  {client, flags, say}: {readonly client: Client; readonly flags: Flags; readonly say: Say},
): ControllerManager {
  const {kernel, hostname} = process.space;
  const identity = `${hostname}_${hex(kernel.outside.random(16))}`;
  const elects = flags.get('leader-elect') !== 'false';
  return new ControllerManager({
    client,
    clock: kernel.clock,
    random: kernel.outside.random,
    controllers: () => loop.controllers(flags, process),
    onError: (controller, key, error) => {
      const text = `"Unhandled Error" err="error syncing ${controller} ${key}: ${messageOf(error)}"`;
      void say('E', 'controller.go:1', text).catch(() => {});
    },
    ...(elects ? {election: {lease: loop.name, identity, releases: loop.releases}} : {}),
  });
}

function serveHealth(process: Process, port: number, address: string): void {
  const {listener} = listenOn(process, port, address);
  void acceptAll(process, listener, ({stream}) =>
    serveConnection(stream, {signal: process.signal, answer: async () => ({status: 200, body: encode('ok')})}),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
