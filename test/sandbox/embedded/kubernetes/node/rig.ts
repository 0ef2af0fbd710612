import {decode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe, readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {ManualClock} from '../../../../../src/sandbox/embedded/clock.ts';
import {installedPrograms} from '../../../../../src/sandbox/embedded/installed-programs.ts';
import type {LogOptions} from '../../../../../src/sandbox/embedded/kubernetes-api/kubelet-api.ts';
import type {Draft, Fields} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {at, fieldsOf, listOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {ContainerRuntime} from '../../../../../src/sandbox/embedded/node/containers/container-runtime.ts';
import {ContainerdImages} from '../../../../../src/sandbox/embedded/node/images/containerd-images.ts';
import {DialFault} from '../../../../../src/sandbox/embedded/node/images/node-registries.ts';
import {createKubelet, type Kubelet} from '../../../../../src/sandbox/embedded/node/kubelet/kubelet.ts';
import type {KubePod} from '../../../../../src/sandbox/embedded/node/kubelet/pod.ts';
import type {Node} from '../../../../../src/sandbox/embedded/node/node.ts';
import {deviceTree} from '../../../../../src/sandbox/embedded/runtime/fs/devices.ts';
import type {Files} from '../../../../../src/sandbox/embedded/runtime/fs/files.ts';
import {MountTable} from '../../../../../src/sandbox/embedded/runtime/fs/mounts.ts';
import {freeze, layerOver} from '../../../../../src/sandbox/embedded/runtime/fs/overlay.ts';
import {rootFiles} from '../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import {catalogue} from '../../../../../src/sandbox/embedded/runtime/images/catalogue.ts';
import {createHub} from '../../../../../src/sandbox/embedded/runtime/images/hub.ts';
import {Fabric} from '../../../../../src/sandbox/embedded/runtime/net/fabric.ts';
import {Network} from '../../../../../src/sandbox/embedded/runtime/net/network.ts';
import {NetworkStack} from '../../../../../src/sandbox/embedded/runtime/net/stack.ts';
import {Cgroup, noLimits} from '../../../../../src/sandbox/embedded/runtime/process/cgroup.ts';
import {Kernel} from '../../../../../src/sandbox/embedded/runtime/process/kernel.ts';
import {outsideOf} from '../../rig.ts';
import {createKubeRig, type KubeRig} from '../rig.ts';

export interface NodeRig extends KubeRig {
  readonly node: Node;
  readonly runtime: ContainerRuntime;
  readonly kubelet: Kubelet;
  readonly files: Files;
  /** What the kubelet wrote into its journal. */
  readonly journal: readonly string[];
  pod(name: string, namespace?: string): KubePod;
  /** Asks for a Pod on this node, and waits as long as the kubelet takes to notice that it runs. */
  run(name: string, spec: Fields, metadata?: Fields): Promise<void>;
  events(name: string): readonly string[];
  logs(pod: string, options?: Partial<LogOptions>): Promise<string>;
  /** Runs a command in a container to its end. */
  exec(pod: string, command: readonly string[], container?: string): Promise<Executed>;
  setNetwork(isReady: boolean): void;
  /** Another one in its place; with a runtime that knows nothing, as after a switch-off. */
  newKubelet(runtime?: ContainerRuntime): Kubelet;
}

/** What a command in a container came to. `code` is 0 for success, -1 for one that was not started. */
export interface Executed {
  readonly out: string;
  readonly err: string;
  readonly code: number;
  /** The Status its client is told. */
  readonly status: Fields;
}

export const nodeName = 'k8s-learn-worker';

/** One node with its kubelet, beside an API server; its clock is moved by hand. */
export async function createNodeRig(
  options: {readonly manifests?: {readonly [name: string]: string}} = {},
): Promise<NodeRig> {
  const kube = createKubeRig();
  const {clock, server, admin} = kube;
  // A controller puts it into every namespace; every Pod has it mounted.
  const certificate = {metadata: {name: 'kube-root-ca.crt'}, data: {'ca.crt': 'a certificate'}};
  for (const namespace of ['default', 'kube-system']) admin.create('configmaps', namespace, certificate);
  const kernel = new Kernel({outside: outsideOf(clock)});
  const faults: unknown[] = [];
  kernel.onFault = (error, argv) => {
    faults.push(error);
    throw new Error(`${argv.join(' ')} failed inside`, {cause: error});
  };
  const fabric = new Fabric(kernel);
  const {node, files, setNetwork} = await createTestNode(clock, kernel, fabric);
  for (const [name, text] of Object.entries(options.manifests ?? {}))
    files.write(`/etc/kubernetes/manifests/${name}`, text);
  const runtime = new ContainerRuntime(node);
  const client = server.as({name: `system:node:${nodeName}`, groups: ['system:nodes'], manager: 'kubelet'});
  const journal: string[] = [];
  const newKubelet = (its = runtime): Kubelet =>
    createKubelet({
      ...{node, runtime: its, client},
      config: {
        clusterDns: '10.96.0.10',
        clusterDomain: 'cluster.local',
        manifestFolder: '/etc/kubernetes/manifests',
        version: 'v1.34.4',
        labels: {},
        taints: [],
      },
      say: (line) => void journal.push(line),
    });
  const kubelet = newKubelet();
  kubelet.start();
  await clock.advance(200);
  return {
    ...kube,
    ...{node, runtime, kubelet, files, journal, setNetwork, newKubelet},
    pod: (name, namespace = 'default') => admin.get<KubePod>('pods', namespace, name),
    async run(name, spec, metadata = {}) {
      const draft: Draft = {metadata: {name, ...metadata}, spec: {nodeName, ...spec}};
      admin.create('pods', 'default', draft);
      await clock.advance(200);
    },
    events: (name) => eventsOf(kube, name),
    async exec(pod, command, container = '') {
      const {uid} = admin.get('pods', 'default', pod).metadata;
      const [out, err, error, input] = [new Pipe(1 << 20), new Pipe(1 << 20), new Pipe(), new Pipe()];
      const options = {container, command, tty: false, stdin: false, stdout: true, stderr: true};
      const channels = {
        ...{stdin: input.reader, stdout: out.writer, stderr: err.writer, error: error.writer},
        onResize() {},
        signal: new AbortController().signal,
      };
      await settled(clock, kubelet.api.exec({namespace: 'default', name: pod, uid}, options, channels));
      const [outText, errText, told] = [out, err, error].map(async ({reader}) => decode(await readAll(reader)));
      const status = fieldsOf(JSON.parse((await told) ?? '{}'));
      const exit = listOf(at(status, 'details', 'causes')).find((cause) => at(cause, 'reason') === 'ExitCode');
      const code = status['status'] === 'Success' ? 0 : exit ? Number(at(exit, 'message')) : -1;
      return {out: (await outText) ?? '', err: (await errText) ?? '', code, status};
    },
    async logs(pod, logOptions = {}) {
      const {uid} = admin.get('pods', 'default', pod).metadata;
      const pipe = new Pipe(1 << 20);
      const asked = {...noLogOptions, ...logOptions};
      await settled(
        clock,
        kubelet.api.logs({namespace: 'default', name: pod, uid}, asked, pipe.writer, new AbortController().signal),
      );
      pipe.writer.close();
      return decode(await readAll(pipe.reader));
    },
  };
}

const noLogOptions: LogOptions = {
  container: '',
  follow: false,
  previous: false,
  timestamps: false,
  tailLines: undefined,
  limitBytes: undefined,
  sinceMs: undefined,
};

/** `Normal Pulled message` with `(x2)` behind it, the oldest first. */
function eventsOf({admin}: KubeRig, name: string): readonly string[] {
  return admin
    .list('events')
    .filter(({involvedObject}) => (involvedObject as {readonly name?: string}).name === name)
    .map(({type, reason, message, count}) => `${type} ${reason} ${message}${Number(count) > 1 ? ` (x${count})` : ''}`);
}

/** What waits for the engine's own time: the clock has to be let go on. */
async function settled<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => {});
  while (!isDone) await clock.settle();
  return done;
}

async function createTestNode(
  clock: ManualClock,
  kernel: Kernel,
  fabric: Fabric,
): Promise<{readonly node: Node; readonly files: Files; setNetwork(isReady: boolean): void}> {
  const {outside} = kernel;
  const attributes = {mode: 0o755, uid: 0, gid: 0, modifiedMs: clock.now()};
  const mounts = new MountTable(layerOver(undefined, {budget: kernel.disk, attributes}));
  const files = rootFiles(mounts, clock.now);
  for (const folder of ['/etc/kubernetes/manifests', '/var/log', '/tmp']) files.makeDirectories(folder, 0o755);
  files.write('/etc/resolv.conf', 'nameserver 172.18.0.1\n');
  files.write('/etc/hosts', '127.0.0.1\tlocalhost\n');
  const images = new ContainerdImages({
    kernel,
    dialRegistry: () => Promise.reject(new DialFault('https://nowhere', 'dial tcp: lookup nowhere: no such host')),
    hub: createHub(catalogue),
    downloadPace: 0,
    catalogued: new Map(),
  });
  await settled(
    clock,
    images.preload(
      catalogue.filter(({names}) => names.some((name) => /^(busybox:1.36|nginx:1.27-alpine)$/.test(name))),
    ),
  );
  const docker = new Network({first: 0xac_12_00_00, bits: 16});
  const stack = new NetworkStack();
  const {address} = docker.attach(stack);
  const bridge = new Network({first: 0x0a_f4_01_00, bits: 24}, undefined, stack);
  const devices = deviceTree({budget: kernel.disk, random: outside.random, now: clock.now()});
  freeze(devices);
  let isReady = true;
  const node: Node = {
    name: nodeName,
    ...{kernel, fabric, mounts, stack, address, images},
    programs: installedPrograms(),
    cgroup: new Cgroup(noLimits, kernel.cgroup),
    machine: {cpus: 2, memoryBytes: 8 * 1024 ** 3, diskBytes: 64 * 1024 ** 3},
    devices: () => devices,
    hasPodNetwork: () => isReady,
    podStack() {
      const own = new NetworkStack();
      const card = bridge.attach(own);
      return {stack: own, address: card.address, release: () => bridge.detach(own)};
    },
  };
  return {
    node,
    files,
    setNetwork(ready) {
      isReady = ready;
    },
  };
}
