import {parse} from 'yaml';
import {encode} from '../../bytes/bytes.ts';
import {Informers} from '../../controllers/informer.ts';
import {at, textOf} from '../../kubernetes-api/values/reading.ts';
import {serveConnection} from '../../runtime/http/server.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import {acceptAll, listenOn} from '../../runtime/programs/servers/listening-socket.ts';
import {isSystemError} from '../../system-error.ts';
import {clientOf} from '../access/component-client.ts';
import type {Backplane} from '../backplane.ts';
import {parseFlags} from '../control-plane/flags.ts';
import {sayOn} from '../control-plane/klog.ts';
import {told} from '../control-plane/told.ts';
import {kubernetesVersion} from '../control-plane/version.ts';
import {servicePorts} from './service-ports.ts';
import {ServiceRules} from './service-rules.ts';
import {ServiceTable} from './service-table.ts';

const healthPort = 10_256;

/** https://kubernetes.io/docs/reference/command-line-tools-reference/kube-proxy/ */
export function kubeProxyProgram(backplane: Backplane): Program {
  return {name: 'kube-proxy', memoryBytes: 20 << 20, main: (process) => runProxy(process, backplane)};
}

async function runProxy(process: Process, backplane: Backplane): Promise<number> {
  const flags = parseFlags(process.argv.slice(1));
  if (flags.has('version')) {
    await process.print(`Kubernetes ${kubernetesVersion}\n`);
    return 0;
  }
  const say = sayOn(process);
  const end = told(process);
  const nodeName = flags.get('hostname-override') ?? process.space.hostname;
  try {
    const config: unknown = parse(process.files.readText(flags.get('config') ?? ''));
    const kubeconfig = textOf(at(config, 'clientConnection', 'kubeconfig'));
    const client = clientOf(process, backplane, {kubeconfig, manager: 'kube-proxy'});
    await say('I', 'server_linux.go:53', '"Using iptables proxy"');
    serveHealth(process);
    await process.wait(client.ready());
    follow(process, backplane, {informers: new Informers(client), nodeName});
    await say('I', 'shared_informer.go:357', '"Caches are synced" controller="service config"');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await say('E', 'run.go:72', `"command failed" err="open ${error.subject}: ${error.message.toLowerCase()}"`);
    return 1;
  }
  return process.wait(end);
}

function follow(
  process: Process,
  backplane: Backplane,
  {informers, nodeName}: {readonly informers: Informers; readonly nodeName: string},
): void {
  const rules = rulesOf(process, backplane);
  const seen = new Set<string>();
  let write = (key: string): void => void seen.add(key);
  const table = new ServiceTable(informers, (key) => write(key));
  write = (key) => {
    const service = table.services.byKey(key);
    rules.set(key, service ? servicePorts(service, table.slicesOf(key), nodeName) : []);
  };
  process.signal.addEventListener('abort', () => informers.stop(), {once: true});
  // What the one before knew, and is no more.
  for (const key of rules.services()) if (!seen.has(key)) rules.set(key, []);
  for (const key of seen) write(key);
  // Whoever waits for an address of a Service may reach it now.
  backplane.apis.lookAgain();
}

/** Those of the node: what an earlier kube-proxy wrote is still there. */
function rulesOf({space}: Process, {rules}: Backplane): ServiceRules {
  const known = rules.get(space.network.base);
  if (known) return known;
  const {kernel, fabric, network} = space;
  const made = new ServiceRules({fabric, stack: network, random: kernel.outside.random, now: () => kernel.clock.now()});
  rules.set(network.base, made);
  return made;
}

function serveHealth(process: Process): void {
  const {listener} = listenOn(process, healthPort);
  void acceptAll(process, listener, ({stream}) =>
    serveConnection(stream, {signal: process.signal, answer: async () => ({status: 200, body: encode('ok')})}),
  );
}
