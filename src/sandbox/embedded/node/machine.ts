import {deviceTree} from '../runtime/fs/devices.ts';
import type {Files} from '../runtime/fs/files.ts';
import type {MountTable} from '../runtime/fs/mounts.ts';
import {freeze, type OverlayDirectory} from '../runtime/fs/overlay.ts';
import {rootFiles} from '../runtime/fs/root-files.ts';
import {subnetText} from '../runtime/net/address.ts';
import type {Fabric} from '../runtime/net/fabric.ts';
import {Network} from '../runtime/net/network.ts';
import {NetworkStack} from '../runtime/net/stack.ts';
import {Cgroup, noLimits} from '../runtime/process/cgroup.ts';
import type {Kernel} from '../runtime/process/kernel.ts';
import type {Process, Program} from '../runtime/process/process.ts';
import {SystemError} from '../system-error.ts';
import {Journal} from './boot/journal.ts';
import type {Units} from './boot/units.ts';
import {ContainerRuntime} from './containers/container-runtime.ts';
import type {ContainerdImages} from './images/containerd-images.ts';
import {PodSubnet} from './network/plugin-file.ts';
import type {Node, PodStack} from './node.ts';

/** A machine of a cluster: one container of the image kindest/node, as its containerd and kubelet see it. */
export class Machine implements Node {
  readonly name: string;
  readonly kernel: Kernel;
  readonly fabric: Fabric;
  readonly programs: ReadonlyMap<string, Program>;
  readonly mounts: MountTable;
  readonly stack: NetworkStack;
  readonly cgroup: Cgroup;
  readonly address: string;
  readonly machine: Node['machine'];
  readonly images: ContainerdImages;
  readonly files: Files;
  readonly journal = new Journal();
  readonly runtime: ContainerRuntime;
  /** Its services; set by the first process once it has them. */
  units: Units | undefined;
  readonly #podSubnet: PodSubnet;
  #devices: OverlayDirectory | undefined;
  #bridge: Network | undefined;

  /** `init`: the first process of the node's container. */
  constructor({space, signal}: Process, images: ContainerdImages) {
    this.name = space.hostname;
    this.kernel = space.kernel;
    this.fabric = space.fabric;
    this.programs = space.programs;
    this.mounts = space.mounts;
    this.stack = space.network.base;
    this.cgroup = new Cgroup(noLimits, space.cgroup);
    this.address = space.network.interfaces[0]?.address ?? '127.0.0.1';
    const {limits} = space.kernel.cgroup;
    this.machine = {cpus, memoryBytes: limits.memoryBytes, diskBytes};
    this.images = images;
    this.files = rootFiles(space.mounts, space.kernel.clock.now);
    this.#podSubnet = new PodSubnet(this.files);
    this.runtime = new ContainerRuntime(this);
    signal.addEventListener('abort', () => this.#powerOff(), {once: true});
  }

  devices(): OverlayDirectory {
    this.#devices ??= this.#makeDevices();
    return this.#devices;
  }

  hasPodNetwork(): boolean {
    return this.#podSubnet.get() !== undefined;
  }

  podStack(): PodStack {
    const network = this.#podNetwork();
    const stack = new NetworkStack();
    const {address} = network.attach(stack);
    return {
      stack,
      address,
      release() {
        network.detach(stack);
        stack.close();
      },
    };
  }

  #podNetwork(): Network {
    const subnet = this.#podSubnet.get();
    if (!subnet) throw new SystemError('ENETUNREACH');
    if (!this.#bridge || subnetText(this.#bridge.subnet) !== subnetText(subnet))
      this.#bridge = new Network(subnet, undefined, this.stack);
    return this.#bridge;
  }

  #makeDevices(): OverlayDirectory {
    const {kernel} = this;
    const tree = deviceTree({budget: kernel.disk, random: kernel.outside.random, now: kernel.clock.now()});
    freeze(tree);
    return tree;
  }

  /** The container has ended: its processes are gone, and what its kernel knew is forgotten. */
  #powerOff(): void {
    this.runtime.stopAll();
    this.stack.bridges.splice(0);
    this.stack.routes.clear();
    this.stack.nameServers.clear();
    this.cgroup.close();
  }
}

/** As the engine says of itself: what `docker info` shows. */
const cpus = 2;
const diskBytes = 64 * 1024 ** 3;
