import type {MemoryFile} from '../../runtime/fs/memory-file.ts';
import {MountTable} from '../../runtime/fs/mounts.ts';
import {layerOver, type OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {releaseLayer} from '../../runtime/fs/release-layer.ts';
import {tmpfs} from '../../runtime/fs/tmpfs.ts';
import {NetworkStack} from '../../runtime/net/stack.ts';
import {Cgroup, type Limits} from '../../runtime/process/cgroup.ts';
import {ProcessSpace} from '../../runtime/process/space.ts';
import type {Node, PodStack} from '../node.ts';
import {type HostPort, openHostPorts} from './host-ports.ts';

/** What a Pod's sandbox is made of. */
export interface SandboxSpec {
  readonly namespace: string;
  readonly podName: string;
  readonly podUid: string;
  readonly attempt: number;
  readonly labels: {readonly [name: string]: string};
  readonly hostname: string;
  /** Its containers share the node's own stack. */
  readonly hostNetwork: boolean;
  /** Of all its containers together. */
  readonly limits: Limits;
  /** Its containers see each other's processes. */
  readonly sharesProcesses: boolean;
  /** Ports of the node that lead here; none where it has the node's own stack. */
  readonly hostPorts: readonly HostPort[];
}

const pauseUser = {uid: 65_535, gid: 65_535, groups: []};
const pauseBytes = 250_000;
const shmBytes = 64 * 1024 * 1024;

/** What the containers of one Pod share: address, host name, control group, /dev/shm. */
export class PodSandbox {
  readonly id: string;
  readonly spec: SandboxSpec;
  readonly createdMs: number;
  readonly stack: NetworkStack;
  readonly address: string;
  readonly cgroup: Cgroup;
  readonly shm: OverlayDirectory;
  /** Where all of them have their numbers; undefined where each container has its own. */
  readonly processes: ProcessSpace | undefined;
  /** Files the kubelet wrote for it. */
  readonly files: MemoryFile[] = [];
  /** `SANDBOX_READY` or not, as `crictl pods` shows it. */
  ready = true;
  readonly #podStack: PodStack | undefined;
  readonly #closePorts: () => void;

  /** Throws a SystemError when the node has no address left. */
  constructor(node: Node, id: string, spec: SandboxSpec) {
    this.id = id;
    this.spec = spec;
    this.createdMs = node.kernel.clock.now();
    this.#podStack = spec.hostNetwork ? undefined : node.podStack();
    this.stack = this.#podStack?.stack ?? new NetworkStack(node.stack);
    this.address = this.#podStack?.address ?? node.address;
    this.#closePorts = openHostPorts(node, this.stack, spec.hostPorts);
    this.cgroup = new Cgroup(spec.limits, node.cgroup);
    this.processes = spec.sharesProcesses ? this.#pause(node) : undefined;
    this.shm = tmpfs({sizeBytes: shmBytes, mode: 0o1777, now: this.createdMs, whole: node.kernel.disk});
  }

  /** Gives back its address and memory: none of its containers runs any more. */
  stop(): void {
    if (!this.ready) return;
    this.ready = false;
    this.#closePorts();
    this.processes?.first?.kill('SIGKILL', 'outside');
    this.stack.close();
    this.#podStack?.release();
    this.cgroup.close();
    releaseLayer(this.shm);
    for (const file of this.files.splice(0)) file.release();
  }

  /** What keeps the process numbers of a Pod: it does nothing, and is the first. */
  #pause({kernel, programs, fabric}: Node): ProcessSpace {
    const mounts = new MountTable(layerOver(undefined, {budget: kernel.disk}));
    const {stack: network, cgroup, spec} = this;
    const space = new ProcessSpace({kernel, programs, fabric, mounts, network, cgroup, hostname: spec.hostname});
    const process = space.create({parent: undefined, env: new Map(), fds: new Map(), user: pauseUser});
    const sleep = (): Promise<number> => process.wait(new Promise<number>(() => {}));
    void process.run({main: sleep, argv: ['/pause'], memoryBytes: pauseBytes});
    return space;
  }
}
