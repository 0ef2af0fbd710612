import {Pipe} from '../../bytes/pipe.ts';
import {
  finishSoon,
  plainStreams,
  type StandardStreams,
  terminalStreams,
  type WriteOutput,
} from '../../runtime/container/container-io.ts';
import {Output} from '../../runtime/container/output.ts';
import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {releaseLayer} from '../../runtime/fs/release-layer.ts';
import {Cgroup} from '../../runtime/process/cgroup.ts';
import type {Credentials} from '../../runtime/process/credentials.ts';
import type {ExitStatus, Process} from '../../runtime/process/process.ts';
import {parseSignal} from '../../runtime/process/signals.ts';
import type {ProcessSpace} from '../../runtime/process/space.ts';
import type {Terminal} from '../../runtime/terminal/terminal.ts';
import type {Node} from '../node.ts';
import type {PreparedImages} from './container-files.ts';
import {ContainerSpace} from './container-space.ts';
import {type ContainerSpec, execSentence, StartFault, startSentence} from './container-spec.ts';
import type {CriLog} from './cri-log.ts';
import type {PodSandbox} from './sandbox.ts';

export interface ExecStart {
  readonly argv: readonly string[];
  readonly tty: boolean;
  readonly input: Pipe | undefined;
  readonly write: WriteOutput;
}

export interface RunningExec {
  readonly process: Process;
  readonly terminal: Terminal | undefined;
  /** Resolves once it has ended and everything it wrote was given on. */
  readonly ended: Promise<ExitStatus>;
}

/** How a container came to its end. */
export interface ContainerExit {
  readonly code: number;
  /** `Unknown`: nobody was there to see it, the node was off. */
  readonly reason: 'Completed' | 'Error' | 'OOMKilled' | 'StartError' | 'Unknown';
  readonly message: string;
  readonly finishedMs: number;
}

/** One container of a Pod: it runs once; a restart is another one. */
export class NodeContainer {
  readonly id: string;
  readonly sandbox: PodSandbox;
  readonly spec: ContainerSpec;
  readonly log: CriLog;
  readonly createdMs: number;
  readonly output = new Output();
  readonly cgroup: Cgroup;
  readonly input: Pipe | undefined;
  startedMs: number | undefined;
  exit: ContainerExit | undefined;
  terminal: Terminal | undefined;
  /** Its first process; undefined before its start. */
  first: Process | undefined;
  /** Told once, when it has ended. */
  onExit: () => void = () => {};
  readonly #node: Node;
  readonly #prepared: PreparedImages;
  readonly #layer: OverlayDirectory;
  #inner: ContainerSpace | undefined;
  #streams: StandardStreams | undefined;
  #oomKilled = false;
  #settle: () => void = () => {};
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;

  constructor(options: {
    readonly node: Node;
    readonly id: string;
    readonly sandbox: PodSandbox;
    readonly spec: ContainerSpec;
    readonly log: CriLog;
    readonly prepared: PreparedImages;
  }) {
    this.#node = options.node;
    this.#prepared = options.prepared;
    this.id = options.id;
    this.sandbox = options.sandbox;
    this.spec = options.spec;
    this.log = options.log;
    this.#layer = options.prepared.layerFor(options.spec.image);
    this.createdMs = options.node.kernel.clock.now();
    this.cgroup = new Cgroup(options.spec.limits, options.sandbox.cgroup);
    this.input = options.spec.stdin ? new Pipe() : undefined;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get credentials(): Credentials | undefined {
    return this.#inner?.credentials;
  }

  get state(): 'created' | 'running' | 'exited' {
    if (this.exit) return 'exited';
    return this.startedMs === undefined ? 'created' : 'running';
  }

  /** Its processes; undefined while it does not run. */
  get space(): ProcessSpace | undefined {
    return this.state === 'running' ? this.#inner?.space : undefined;
  }

  /** What its processes write goes to the log, then to everybody attached. */
  readonly write: WriteOutput = async (stream, bytes, signal) => {
    this.log.append(stream, bytes);
    await this.output.write(stream, bytes, signal);
  };

  /** Starts its first process. Throws a StartFault; it has ended then. */
  start(): void {
    try {
      const first = this.#startFirst();
      this.startedMs = this.#node.kernel.clock.now();
      void first.ended.then((status) => this.#finished(status));
    } catch (error) {
      this.#streams?.cancel();
      const why = startSentence(error);
      this.#end({code: 128, reason: 'StartError', message: why});
      throw new StartFault(why);
    }
  }

  /** SIGTERM, or what its image says, and SIGKILL when it has not ended in time. */
  async stop(graceMs: number): Promise<void> {
    const {first} = this;
    if (!first || this.exit) return;
    if (graceMs > 0) {
      first.kill(stopSignal(this.spec.image.config.StopSignal), 'outside');
      await this.endsWithin(graceMs);
    }
    this.kill();
    await this.ended;
  }

  kill(): void {
    this.first?.kill('SIGKILL', 'outside');
  }

  /** Its node is switched off: nobody knows how it ended. */
  powerOff(): void {
    const {first} = this;
    if (!first || this.exit) return;
    this.#end({code: 255, reason: 'Unknown', message: ''});
    first.kill('SIGKILL', 'outside');
  }

  /** Whether it ends before the time is up. */
  endsWithin(ms: number): Promise<boolean> {
    if (this.exit) return Promise.resolve(true);
    return new Promise((resolve) => {
      const cancel = this.#node.kernel.clock.after(ms, () => resolve(false));
      void this.ended.then(() => {
        cancel();
        resolve(true);
      });
    });
  }

  /** One more process in it. Throws a StartFault in containerd's words. */
  exec({argv, tty, input, write}: ExecStart): RunningExec {
    const inner = this.state === 'running' ? this.#inner : undefined;
    if (!inner) throw new StartFault(`container not running (${this.id})`);
    const streams = tty ? terminalStreams({input, write, rows: 0, columns: 0}) : plainStreams(input, write);
    try {
      const process = inner.launch(streams, argv, tty);
      const ended = process.ended.then(async (status) => {
        await finishSoon(streams, this.#node.kernel.clock);
        return status;
      });
      return {process, terminal: streams.terminal, ended};
    } catch (error) {
      streams.cancel();
      throw new StartFault(execSentence(error));
    }
  }

  /** Gives everything back that it had; it does not run. */
  remove(): void {
    releaseLayer(this.#layer);
  }

  #startFirst(): Process {
    const {spec, sandbox, cgroup} = this;
    const numbersOf = spec.target?.space ?? sandbox.processes;
    const parts = {sandbox, spec, cgroup, layer: this.#layer, prepared: this.#prepared, numbersOf};
    const inner = new ContainerSpace({node: this.#node, ...parts});
    this.#inner = inner;
    inner.space.onOutOfMemory = () => {
      this.#oomKilled = true;
    };
    this.#streams = spec.tty
      ? terminalStreams({input: this.input, write: this.write, rows: 0, columns: 0})
      : plainStreams(this.input, this.write);
    this.terminal = this.#streams.terminal;
    this.first = inner.launch(this.#streams, spec.argv, spec.tty);
    return this.first;
  }

  async #finished({code}: ExitStatus): Promise<void> {
    if (this.#streams) await finishSoon(this.#streams, this.#node.kernel.clock);
    if (this.exit) return;
    this.#end({code, reason: this.#oomKilled ? 'OOMKilled' : code === 0 ? 'Completed' : 'Error', message: ''});
  }

  #end(exit: Omit<ContainerExit, 'finishedMs'>): void {
    this.exit = {...exit, finishedMs: this.#node.kernel.clock.now()};
    this.#inner?.close();
    this.cgroup.close();
    this.log.close();
    this.output.end();
    this.#streams = undefined;
    this.#settle();
    this.onExit();
  }
}

function stopSignal(text: string | undefined): Parameters<Process['kill']>[0] {
  return (text && parseSignal(text)) || 'SIGTERM';
}
