import {encode} from '../../bytes/bytes.ts';
import {isSystemError, SystemError} from '../../system-error.ts';
import type {FilesUser} from '../fs/files.ts';
import {Files} from '../fs/files.ts';
import type {MountTable} from '../fs/mounts.ts';
import type {Fabric} from '../net/fabric.ts';
import type {NetworkStack} from '../net/stack.ts';
import type {Cgroup} from './cgroup.ts';
import type {Credentials} from './credentials.ts';
import type {Descriptor, TerminalDevice} from './descriptor.ts';
import {OpenFile} from './descriptor.ts';
import {
  findExecutable,
  type Loaded as LoadedAs,
  loadExecutable,
  type Program as ProgramOf,
  usualPath,
} from './executable.ts';
import type {Kernel} from './kernel.ts';
import {createLife} from './life.ts';
import {Pace} from './pace.ts';
import type {ResourceLimits} from './resource-limits.ts';
import {defaultAction, type SignalName, signalNumber} from './signals.ts';

/** What runs when a program is started; resolves with its exit code. */
export type Main = (process: Process) => Promise<number>;
export type Program = ProgramOf<Main>;
export type Loaded = LoadedAs<Main>;

/** What the processes of one container share. */
export interface Space {
  readonly kernel: Kernel;
  readonly fabric: Fabric;
  readonly programs: ReadonlyMap<string, Program>;
  readonly mounts: MountTable;
  readonly network: NetworkStack;
  readonly cgroup: Cgroup;
  readonly resourceLimits: ResourceLimits;
  hostname: string;
  /** All of them stand still (`docker pause`). */
  readonly frozen: boolean;
  /** By number; those that have ended and were not waited for are among them. */
  processes(): readonly Process[];
  create(options: Omit<SpawnOptions, 'argv'> & {readonly parent: Process | undefined}): Process;
  hasEnded(process: Process): void;
  /** Told when a limit has killed a process. */
  onOutOfMemory(killed: Process): void;
  forget(process: Process): void;
  killGroup(group: number, name: SignalName): void;
  checkMemory(): void;
}

/** How a process ended. `code` is what a shell and Docker show: 128 and the number for a signal. */
export interface ExitStatus {
  readonly code: number;
  readonly signal?: SignalName;
}

/** A handler, or nothing at all. Absent: the default. */
export type SignalHandler = ((name: SignalName) => void) | 'ignore';

/** What a new process has of its own; the rest is its parent's. */
export interface SpawnOptions {
  readonly argv: readonly string[];
  readonly env?: ReadonlyMap<string, string>;
  readonly folder?: string;
  readonly user?: Credentials;
  /** Instead of the parent's descriptors; ownership passes to the child. */
  readonly fds?: ReadonlyMap<number, OpenFile>;
  /** A process group of its own, or one that is there; the parent's when absent. */
  readonly group?: number | 'own';
  /** Instead of searching PATH for `argv[0]`. */
  readonly path?: string;
}

/** Why a process that has ended does nothing more; never seen by its program as an error to handle. */
export class Ended extends Error {}

/** A simulated process. What a program does, it does by these methods: they end it, stop it and account for it. */
export class Process implements FilesUser {
  readonly pid: number;
  /** Its number on the simulated host. */
  readonly hostPid: number;
  readonly space: Space;
  readonly parent: Process | undefined;
  readonly children = new Set<Process>();
  argv: readonly string[] = [];
  env: Map<string, string>;
  folder: string;
  user: Credentials;
  umask: number;
  group: number;
  terminal: TerminalDevice | undefined;
  readonly fds: Map<number, OpenFile>;
  readonly files: Files;
  readonly startedMs: number;
  cpuMs = 0;
  memoryBytes = 0;
  readonly ended: Promise<ExitStatus>;
  readonly #handlers = new Map<SignalName, SignalHandler>();
  readonly #life = createLife();
  #status: ExitStatus | undefined;
  #settle: (status: ExitStatus) => void = () => {};
  #stopped = false;
  #resume: (() => void)[] = [];
  readonly #pace: Pace;

  constructor(options: {
    readonly space: Space;
    readonly pid: number;
    readonly parent: Process | undefined;
    readonly env: ReadonlyMap<string, string>;
    readonly folder: string;
    readonly user: Credentials;
    readonly fds: ReadonlyMap<number, OpenFile>;
    readonly terminal: TerminalDevice | undefined;
    readonly group: number | undefined;
  }) {
    const {space, parent} = options;
    this.space = space;
    this.pid = options.pid;
    this.hostPid = space.kernel.nextPid();
    this.parent = parent;
    this.env = new Map(options.env);
    this.folder = options.folder;
    this.user = options.user;
    this.umask = parent?.umask ?? 0o022;
    this.group = options.group ?? options.pid;
    this.fds = new Map(options.fds);
    this.terminal = options.terminal;
    this.startedMs = space.kernel.clock.now();
    this.files = new Files(space.mounts, this);
    this.#pace = new Pace(space.kernel);
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    for (const [name, handler] of parent?.ignored() ?? []) this.#handlers.set(name, handler);
  }

  /** Aborted when the process ends: give it to everything that waits. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get status(): ExitStatus | undefined {
    return this.#status;
  }

  get state(): 'running' | 'stopped' | 'ended' {
    return this.#status ? 'ended' : this.#stopped ? 'stopped' : 'running';
  }

  now(): number {
    return this.space.kernel.clock.now();
  }

  /** Runs a program to its end. Called once, by whoever made the process. */
  async run({main, argv, memoryBytes}: Loaded): Promise<void> {
    this.argv = argv;
    this.holdMemory(memoryBytes);
    // Whoever started it must be told first: output must not overtake the answer.
    await this.space.kernel.yield();
    if (this.#status) return;
    try {
      this.#finish({code: (await main(this)) & 255});
    } catch (error) {
      if (this.#status || error instanceof Ended) return;
      if (isSystemError(error)) {
        await this.complain(
          `${this.argv[0] ?? '?'}: ${error.subject === '' ? '' : `${error.subject}: `}${error.message}`,
        );
        return this.#finish({code: 1});
      }
      this.space.kernel.onFault(error, this.argv);
      this.#finish({code: 139, signal: 'SIGSEGV'});
    }
  }

  // Reading and writing

  /** At most `max` bytes of a descriptor, null at its end. Throws EBADF. */
  async read(fd: number, max = 65_536): Promise<Uint8Array | null> {
    await this.breathe();
    const bytes = await this.#open(fd).read(max, this.signal);
    await this.#gate();
    return bytes;
  }

  /** Writes all bytes. Nobody reading ends the process by SIGPIPE, unless it ignores that: then EPIPE is thrown. */
  async write(fd: number, content: Uint8Array | string): Promise<void> {
    await this.breathe();
    const bytes = typeof content === 'string' ? encode(content) : content;
    try {
      await this.#open(fd).write(bytes, this.signal);
    } catch (error) {
      if (isSystemError(error, 'EPIPE')) this.kill('SIGPIPE');
      this.signal.throwIfAborted();
      throw error;
    }
  }

  /** To standard output. */
  print(text: string | Uint8Array): Promise<void> {
    return this.write(1, text);
  }

  /** One line to standard error; a closed one is no reason to fail. */
  async complain(line: string): Promise<void> {
    if (this.fds.has(2)) await this.write(2, `${line}\n`);
  }

  descriptor(fd: number): Descriptor | undefined {
    return this.fds.get(fd)?.descriptor;
  }

  /** Puts an open file under a number, the lowest free one when absent; what was there is closed. */
  adopt(file: OpenFile | Descriptor, fd?: number): number {
    let number = fd ?? 0;
    if (fd === undefined) while (this.fds.has(number)) number += 1;
    this.closeFd(number);
    this.fds.set(number, file instanceof OpenFile ? file : new OpenFile(file));
    return number;
  }

  closeFd(fd: number): void {
    this.fds.get(fd)?.release();
    this.fds.delete(fd);
  }

  // Time

  async sleep(ms: number): Promise<void> {
    await this.space.kernel.wait(ms, this.signal);
    await this.#gate();
  }

  /** Waits for anything, and ends with the process. */
  async wait<T>(promise: Promise<T>): Promise<T> {
    const value = await this.#unlessEnded(promise);
    await this.#gate();
    return value;
  }

  /** A turn of a loop: lets others go on when it is time, and never returns to a process that has ended. */
  async breathe(): Promise<void> {
    this.signal.throwIfAborted();
    if (this.#stopped || this.space.frozen) await this.#gate();
    const worked = this.#pace.step();
    if (worked === undefined) return;
    this.cpuMs += await this.#pace.pause(worked, this.space.cgroup, this.signal);
    await this.#gate();
  }

  /** Accounts for computing, real or pretended, and waits as long as a limited share of a CPU would make it wait. */
  async compute(ms: number): Promise<void> {
    this.cpuMs += await this.#pace.compute(ms, this.space.cgroup, this.signal);
    await this.#gate();
  }

  /** Says how much memory the process holds. Beyond a limit the largest process of the group is killed, often this one. */
  holdMemory(bytes: number): void {
    this.space.cgroup.chargeMemory(bytes - this.memoryBytes);
    this.memoryBytes = bytes;
    this.space.checkMemory();
  }

  // Other processes

  /** Starts a program. Throws ENOENT, EACCES, ENOEXEC when there is none such, EAGAIN when there are too many processes. */
  spawn(options: SpawnOptions): Process {
    const loaded = this.load(options.argv, options);
    const child = this.space.create({parent: this, ...options});
    void child.run(loaded);
    return child;
  }

  /** Runs more of the same program as a process of its own. Throws EAGAIN. */
  fork(main: Main, options: Omit<SpawnOptions, 'argv' | 'path'> = {}): Process {
    const child = this.space.create({parent: this, ...options});
    void child.run({main, argv: this.argv, memoryBytes: this.memoryBytes});
    return child;
  }

  /** Becomes another program; resolves with its exit code, which then is this one's. Throws as `spawn`. */
  async exec(argv: readonly string[], options: Pick<SpawnOptions, 'env' | 'path'> = {}): Promise<number> {
    const loaded = this.load(argv, options);
    if (options.env) this.env = new Map(options.env);
    for (const [name, handler] of this.#handlers) if (handler !== 'ignore') this.#handlers.delete(name);
    this.argv = loaded.argv;
    this.holdMemory(loaded.memoryBytes);
    return loaded.main(this);
  }

  /** What a command line comes to for this process. */
  load(argv: readonly string[], {env, path}: Pick<SpawnOptions, 'env' | 'path'> = {}): Loaded {
    const search = (env ?? this.env).get('PATH') ?? usualPath;
    const found = path ?? findExecutable(this.files, argv[0] ?? '', search);
    return loadExecutable(this.files, this.space.programs, found, argv);
  }

  /** Resolves when a child has ended, and forgets it. */
  async waitFor(child: Process): Promise<ExitStatus> {
    const status = await this.wait(child.ended);
    this.reap(child);
    return status;
  }

  /** A child that has ended is no zombie any more. */
  reap(child: Process): void {
    if (!child.status) return;
    this.children.delete(child);
    this.space.forget(child);
  }

  // Signals

  /** What happens on a signal; undefined brings the default back. SIGKILL and SIGSTOP cannot be caught. */
  onSignal(name: SignalName, handler: SignalHandler | undefined): void {
    if (handler === undefined) this.#handlers.delete(name);
    else this.#handlers.set(name, handler);
  }

  /** Signals that are ignored, which children inherit. */
  ignored(): readonly (readonly [SignalName, 'ignore'])[] {
    return [...this.#handlers].flatMap(([name, handler]) => (handler === 'ignore' ? [[name, handler] as const] : []));
  }

  /**
   * Sends a signal. The first process of a container takes only what it has a handler for, unless SIGKILL or SIGSTOP come
   * from outside. https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
   */
  kill(name: SignalName, from: 'inside' | 'outside' = 'inside'): void {
    if (this.#status) return;
    const isFirst = this.pid === 1;
    if (name === 'SIGKILL') {
      if (!isFirst || from === 'outside') this.#finish(bySignal(name));
      return;
    }
    if (name === 'SIGCONT') this.#continue();
    const handler = name === 'SIGSTOP' ? undefined : this.#handlers.get(name);
    if (handler !== undefined) return handler === 'ignore' ? undefined : handler(name);
    if (isFirst && !(name === 'SIGSTOP' && from === 'outside')) return;
    const action = defaultAction(name);
    if (action === 'end') this.#finish(bySignal(name));
    if (action !== 'stop') return;
    this.#stopped = true;
    // A shell waits for what it has in the foreground to end or to be stopped.
    this.parent?.kill('SIGCHLD');
  }

  /** Lets a process go on that waited for its space to thaw. */
  thaw(): void {
    if (!this.#stopped) for (const resume of this.#resume.splice(0)) resume();
  }

  #continue(): void {
    this.#stopped = false;
    if (!this.space.frozen) this.thaw();
  }

  #open(fd: number): Descriptor {
    const found = this.descriptor(fd);
    if (!found) throw new SystemError('EBADF');
    return found;
  }

  /** Stopped and frozen processes go no further. */
  async #gate(): Promise<void> {
    this.signal.throwIfAborted();
    while (this.#stopped || this.space.frozen) {
      await this.#unlessEnded(new Promise<void>((resolve) => this.#resume.push(resolve)));
    }
  }

  /** As the promise, but rejects when the process ends; leaves no listener behind. */
  #unlessEnded<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const {signal} = this;
      const end = (): void => reject(signal.reason);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, {once: true});
      promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
    });
  }

  #finish(status: ExitStatus): void {
    if (this.#status) return;
    this.#status = status;
    this.space.cgroup.chargeMemory(-this.memoryBytes);
    this.memoryBytes = 0;
    for (const fd of [...this.fds.keys()]) this.closeFd(fd);
    this.#life.abort(new Ended());
    this.space.hasEnded(this);
    this.#settle(status);
  }
}

function bySignal(signal: SignalName): ExitStatus {
  return {code: 128 + signalNumber(signal), signal};
}
