import type {StandardStreams} from '../../runtime/container/container-io.ts';
import {launch} from '../../runtime/container/launch.ts';
import {type ContainerUser, lookUpUser} from '../../runtime/container/users.ts';
import type {Files} from '../../runtime/fs/files.ts';
import {layerOver, type OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {procMount} from '../../runtime/fs/proc.ts';
import {releaseLayer} from '../../runtime/fs/release-layer.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import {cgroupMount, sysMount} from '../../runtime/fs/sys.ts';
import {NetworkStack} from '../../runtime/net/stack.ts';
import type {Cgroup} from '../../runtime/process/cgroup.ts';
import type {Credentials} from '../../runtime/process/credentials.ts';
import {usualPath} from '../../runtime/process/executable.ts';
import type {Process} from '../../runtime/process/process.ts';
import {ProcessSpace} from '../../runtime/process/space.ts';
import type {Node} from '../node.ts';
import {askedUser, containerTable, type PreparedImages} from './container-files.ts';
import type {ContainerSpec} from './container-spec.ts';
import type {PodSandbox} from './sandbox.ts';

export interface ContainerSpaceOptions {
  readonly node: Node;
  readonly sandbox: PodSandbox;
  readonly spec: ContainerSpec;
  readonly cgroup: Cgroup;
  /** What the container writes. */
  readonly layer: OverlayDirectory;
  readonly prepared: PreparedImages;
  /** Whose processes it sees, and is seen by. */
  readonly numbersOf: ProcessSpace | undefined;
}

/** The processes of one container, with the files, the network and the user they have. */
export class ContainerSpace {
  readonly space: ProcessSpace;
  readonly #options: ContainerSpaceOptions;
  readonly #network: NetworkStack;
  readonly #devices: OverlayDirectory;
  #account: ContainerUser | undefined;

  /** Throws a SystemError when something cannot be mounted. */
  constructor(options: ContainerSpaceOptions) {
    const {node, sandbox, spec, cgroup, layer} = options;
    const {kernel, programs, fabric} = node;
    this.#options = options;
    this.#network = new NetworkStack(sandbox.stack);
    this.#devices = layerOver(node.devices(), {budget: kernel.disk});
    const {mounts, readOnlyRoot} = spec;
    const table = containerTable({node, layer, devices: this.#devices, shm: sandbox.shm, mounts, readOnlyRoot});
    this.space = new ProcessSpace({
      ...{kernel, programs, fabric, mounts: table, network: this.#network, cgroup},
      hostname: sandbox.spec.hostname,
      numbersOf: options.numbersOf,
    });
    for (const mount of [procMount(this.space), sysMount(this.space), cgroupMount(this.space)]) table.mount(mount);
  }

  /** Whom its first process belongs to. */
  get credentials(): Credentials | undefined {
    return this.#account?.credentials;
  }

  /** Starts a process: the first, or one of an exec. Throws a LaunchFault, an UnknownUser or a SystemError. */
  launch(streams: StandardStreams, argv: readonly string[], tty: boolean): Process {
    const {space} = this;
    const {spec} = this.#options;
    const files = rootFiles(space.mounts, space.kernel.clock.now);
    this.#account ??= this.#lookUp(files);
    const {credentials, home} = this.#account;
    const folder = spec.folder || spec.image.config.WorkingDir || '/';
    if (!files.stat(folder)) files.makeDirectories(folder, 0o755);
    const env = this.#env(tty, home);
    return launch({space, argv, env, folder, user: credentials, fds: streams.fds, terminal: streams.terminal});
  }

  /** Ends whatever is left of it, and gives back what only its processes had. */
  close(): void {
    for (const process of this.space.processes()) if (process.space === this.space) process.kill('SIGKILL', 'outside');
    this.#network.close();
    releaseLayer(this.#devices);
  }

  #env(tty: boolean, home: string): ReadonlyMap<string, string> {
    const {spec, sandbox} = this.#options;
    const env = new Map([['PATH', usualPath]]);
    for (const line of spec.image.config.Env ?? []) env.set(...pairOf(line));
    env.set('HOSTNAME', sandbox.spec.hostname);
    if (tty) env.set('TERM', 'xterm');
    for (const [name, value] of spec.env) env.set(name, value);
    if (!env.get('HOME')) env.set('HOME', home);
    return env;
  }

  /** Who its processes are: asked once, whatever they write into /etc/passwd later. */
  #lookUp(files: Files): ContainerUser {
    const {spec, prepared} = this.#options;
    const isOwn = spec.mounts.some(({path}) => /^\/(etc(\/passwd|\/group)?)?$/.test(path));
    return isOwn ? lookUpUser(files, ...askedUser(spec)) : prepared.accountOf(spec);
  }
}

function pairOf(line: string): [string, string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}
