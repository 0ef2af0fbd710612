import {Pipe} from '../../bytes/pipe.ts';
import {finishSoon, plainStreams, terminalStreams} from '../../runtime/container/container-io.ts';
import {Output} from '../../runtime/container/output.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import type {Process} from '../../runtime/process/process.ts';
import type {Terminal} from '../../runtime/terminal/terminal.ts';
import {ApiRefusal, conflict} from '../api/refusal.ts';
import {LaunchRefusal, launch} from './launch.ts';
import type {LiveContainer, Run} from './live-container.ts';
import {processEnv} from './process-env.ts';
import {lookUpUser} from './users.ts';

/** What `docker exec` asks for. */
export interface ExecOptions {
  readonly argv: readonly string[];
  readonly env: readonly string[];
  /** '': the container's. */
  readonly folder: string;
  readonly user: string;
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly privileged: boolean;
  readonly detachKeys: string;
}

export interface ExecStart {
  readonly terminal: boolean;
  readonly stdin: boolean;
  readonly rows: number;
  readonly columns: number;
}

/** What exec shows that could not be started, for no reason of its program's. */
const startFailed = 126;

/** One more process in a container that runs. */
export class Exec {
  readonly id: string;
  readonly container: LiveContainer;
  readonly options: ExecOptions;
  readonly output = new Output();
  input: Pipe | undefined;
  hasTerminal: boolean;
  running = false;
  /** Undefined until it has ended. */
  exitCode: number | undefined;
  /** On the simulated host; 0 before its start. */
  hostPid = 0;
  process: Process | undefined;
  terminal: Terminal | undefined;
  /** Resolves once it has ended and everything it wrote was given on. */
  ended: Promise<void> = Promise.resolve();

  constructor(container: LiveContainer, id: string, options: ExecOptions & {readonly terminal: boolean}) {
    this.container = container;
    this.id = id;
    this.options = options;
    this.hasTerminal = options.terminal;
    container.tell(`exec_create: ${this.#line}`, {execID: id});
  }

  /** Throws a LaunchRefusal when there is no such program, other refusals when the container or the exec is past it. */
  start(start: ExecStart): void {
    const {container, id} = this;
    if (this.running) throw conflict(`Error: Exec command ${id} is already running`);
    if (this.exitCode !== undefined) throw conflict(`Error: Exec command ${id} has already run`);
    const run = runningOf(container);
    this.running = true;
    this.hasTerminal = start.terminal;
    this.input = start.stdin ? new Pipe() : undefined;
    container.tell(`exec_start: ${this.#line}`, {execID: id});
    try {
      this.#launch(run, start);
    } catch (error) {
      this.running = false;
      this.exitCode = error instanceof LaunchRefusal ? error.exitCode : startFailed;
      throw error;
    }
  }

  #launch(run: Run, {terminal, rows, columns}: ExecStart): void {
    const {container, input, options, output} = this;
    const write = output.write.bind(output);
    const {space} = run;
    const files = rootFiles(space.mounts, () => space.kernel.clock.now());
    const {credentials, home} = lookUpUser(files, options.user || container.config.User, container.host.GroupAdd ?? []);
    const streams = terminal ? terminalStreams({input, write, rows, columns}) : plainStreams(input, write);
    try {
      const process = launch({
        space,
        argv: options.argv,
        env: processEnv({
          hostname: container.hostname,
          terminal,
          linked: container.links.env(),
          own: [container.config.Env, options.env],
          home,
        }),
        folder: options.folder || container.config.WorkingDir || '/',
        user: credentials,
        fds: streams.fds,
        terminal: streams.terminal,
        init: false,
        failure: 'OCI runtime exec failed: exec failed',
      });
      this.process = process;
      this.terminal = streams.terminal;
      this.hostPid = process.hostPid;
      this.ended = process.ended.then(async ({code}) => {
        await finishSoon(streams, container.simulatedHost.daemon().outside.clock);
        this.#finish(code);
      });
    } catch (error) {
      streams.cancel();
      throw error;
    }
  }

  #finish(code: number): void {
    this.running = false;
    this.exitCode = code;
    this.process = undefined;
    this.output.end();
    this.container.tell('exec_die', {execID: this.id, exitCode: String(code)});
  }

  get #line(): string {
    const [command = '', ...rest] = this.options.argv;
    return `${command} ${rest.join(' ')}`;
  }
}

/** The run of a container something can be executed in. Throws 409. */
export function runningOf({id, name, state, run}: LiveContainer): Run {
  // A first process that has ended is the end, also while its last output is on its way.
  if (!state.running || run?.first.status) throw conflict(`Container ${id} is not running`);
  if (state.paused) throw conflict(`Container ${name} is paused, unpause the container before exec`);
  if (state.restarting || !run) throw conflict(`Container ${id} is restarting, wait until the container is running`);
  return run;
}

/** The error text a client sees in the stream of an exec that could not be started. */
export function execFailure(error: unknown): string {
  if (error instanceof ApiRefusal || error instanceof Error) return `${error.message}\r\n`;
  return `${String(error)}\r\n`;
}
