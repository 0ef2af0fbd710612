import {SystemError} from '../../system-error.ts';
import type {MountTable} from '../fs/mounts.ts';
import type {Fabric} from '../net/fabric.ts';
import type {NetworkStack} from '../net/stack.ts';
import type {Cgroup} from './cgroup.ts';
import type {Credentials} from './credentials.ts';
import type {OpenFile, TerminalDevice} from './descriptor.ts';
import type {Kernel} from './kernel.ts';
import {Process, type Program, type Space, type SpawnOptions} from './process.ts';
import type {ResourceLimits} from './resource-limits.ts';

/** What the first process of a space, or one put into it from outside, starts with. */
export interface StartOptions {
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly user: Credentials;
  readonly fds: ReadonlyMap<number, OpenFile>;
  readonly terminal?: TerminalDevice | undefined;
}

/** Processes by number: a PID namespace. https://man7.org/linux/man-pages/man7/pid_namespaces.7.html */
interface ProcessNumbers {
  readonly table: Map<number, Process>;
  last: number;
}

/** The processes of one container, with what they share: files, network, limits, host name. */
export class ProcessSpace implements Space {
  readonly kernel: Kernel;
  readonly programs: ReadonlyMap<string, Program>;
  readonly fabric: Fabric;
  readonly mounts: MountTable;
  readonly network: NetworkStack;
  readonly cgroup: Cgroup;
  readonly resourceLimits: ResourceLimits;
  hostname: string;
  frozen = false;
  /** Told when a limit has killed a process. */
  onOutOfMemory: (killed: Process) => void = () => {};
  /** Told of every process that ends. */
  onEnded: (ended: Process) => void = () => {};
  readonly #numbers: ProcessNumbers;

  constructor(options: {
    readonly kernel: Kernel;
    readonly programs: ReadonlyMap<string, Program>;
    readonly fabric: Fabric;
    readonly mounts: MountTable;
    readonly network: NetworkStack;
    readonly cgroup: Cgroup;
    /** Those that are not the usual ones; none when absent. */
    readonly resourceLimits?: ResourceLimits;
    readonly hostname: string;
    /** Whose process numbers it shares: each sees the processes of the other. Its own when absent. */
    readonly numbersOf?: ProcessSpace | undefined;
  }) {
    this.kernel = options.kernel;
    this.programs = options.programs;
    this.fabric = options.fabric;
    this.mounts = options.mounts;
    this.network = options.network;
    this.cgroup = options.cgroup;
    this.resourceLimits = options.resourceLimits ?? new Map();
    this.hostname = options.hostname;
    const {numbersOf} = options;
    this.#numbers = numbersOf ? numbersOf.#numbers : {table: new Map(), last: 0};
  }

  /** By number; those that have ended and were not waited for are among them. */
  processes(): readonly Process[] {
    return [...this.#numbers.table.values()];
  }

  process(pid: number): Process | undefined {
    return this.#numbers.table.get(pid);
  }

  /** The first process; undefined before it starts. */
  get first(): Process | undefined {
    return this.#numbers.table.get(1);
  }

  /** Starts a program from outside: the first process, or one of `docker exec`. Throws as `Process.spawn`. */
  start(options: StartOptions): Process {
    const process = this.create({...options, parent: undefined});
    try {
      const loaded = process.load(options.argv);
      process.folder = requireFolder(process);
      void process.run(loaded);
      return process;
    } catch (error) {
      process.kill('SIGKILL', 'outside');
      this.forget(process);
      if (process.pid === 1) this.#numbers.last = 0;
      throw error;
    }
  }

  /** A process that does not run yet. Throws EAGAIN when there are too many. */
  create(
    options: Omit<SpawnOptions, 'argv'> & {
      readonly parent: Process | undefined;
      readonly terminal?: TerminalDevice | undefined;
    },
  ): Process {
    const {parent, group} = options;
    if (!this.cgroup.hasRoomForProcess()) throw new SystemError('EAGAIN');
    this.#numbers.last += 1;
    const pid = this.#numbers.last;
    const process = new Process({
      space: this,
      pid,
      parent,
      env: options.env ?? parent?.env ?? new Map(),
      folder: options.folder ?? parent?.folder ?? '/',
      user: options.user ?? parent?.user ?? {uid: 0, gid: 0, groups: []},
      fds: options.fds ?? sharedFds(parent),
      terminal: options.terminal ?? parent?.terminal,
      group: group === 'own' ? pid : (group ?? parent?.group),
    });
    this.#numbers.table.set(pid, process);
    this.cgroup.join(process);
    parent?.children.add(process);
    return process;
  }

  /** Ends with its first process: all others are killed with it. */
  hasEnded(process: Process): void {
    this.cgroup.leave(process);
    if (process.pid === 1) for (const other of this.processes()) other.kill('SIGKILL', 'outside');
    // An orphan is waited for by the first process; one from outside by whoever started it.
    const {parent} = process;
    if (!parent || parent.status) this.forget(process);
    else parent.kill('SIGCHLD');
    for (const child of process.children) if (child.status) this.forget(child);
    this.onEnded(process);
  }

  forget({pid}: Process): void {
    this.#numbers.table.delete(pid);
  }

  /** Every process of a group. */
  killGroup(group: number, name: Parameters<Process['kill']>[0]): void {
    for (const process of this.processes()) if (process.group === group) process.kill(name);
  }

  checkMemory(): void {
    const over = this.cgroup.overLimit();
    if (!over) return;
    const victim = over.largest();
    if (!(victim instanceof Process)) return;
    over.oomKills += 1;
    victim.space.onOutOfMemory(victim);
    victim.kill('SIGKILL', 'outside');
  }

  freeze(): void {
    this.frozen = true;
  }

  thaw(): void {
    this.frozen = false;
    for (const process of this.processes()) process.thaw();
  }
}

function sharedFds(parent: Process | undefined): ReadonlyMap<number, OpenFile> {
  return new Map([...(parent?.fds ?? [])].map(([fd, file]) => [fd, file.share()]));
}

/** Docker makes a working directory that is missing before it starts anything; here it must be there. */
function requireFolder(process: Process): string {
  const stat = process.files.requireStat(process.folder);
  if (stat.kind !== 'directory') throw new SystemError('ENOTDIR', process.folder);
  return stat.path;
}
