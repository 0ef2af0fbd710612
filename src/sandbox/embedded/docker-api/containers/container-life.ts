import {Pipe} from '../../bytes/pipe.ts';
import {finishSoon} from '../../runtime/container/container-io.ts';
import type {ExitStatus} from '../../runtime/process/process.ts';
import {parseSignal, type SignalName, signalNumber} from '../../runtime/process/signals.ts';
import {ApiRefusal, conflict} from '../api/refusal.ts';
import {startRun, tellMounts} from './container-run.ts';
import {HealthMonitor} from './health-monitor.ts';
import {LaunchRefusal} from './launch.ts';
import type {LiveContainer, Run} from './live-container.ts';
import {Queue} from './queue.ts';
import {Restarts} from './restarts.ts';
import {type WaitCondition, Waiters} from './waiters.ts';

/** What a container shows that could not be started, for no reason of its program's. */
const startFailed = 128;

/** The life of one container: starts, signals, ends. What changes it happens one after the other. */
export class ContainerLife {
  readonly queue = new Queue();
  run: Run | undefined;
  /** Starts by its restart policy since somebody started it. */
  restartCount = 0;
  /** Standard input of this run, or of the one to come; undefined where it has none. */
  input: Pipe | undefined;
  /** How many `docker restart` are at work: the end between is no end. */
  restartsByHand = 0;
  readonly #container: LiveContainer;
  /** Called once it has ended for good, where it is to be removed then (`--rm`). */
  readonly #onEnded: () => void;
  readonly #waiters = new Waiters();
  readonly #health: HealthMonitor;
  #restarts: Restarts;
  #stoppedByHand = false;
  #cancelRestart: (() => void) | undefined;
  /** Signals that wait until the container is not paused any more. */
  #held: SignalName[] = [];

  constructor(container: LiveContainer, onEnded: () => void) {
    this.#container = container;
    this.#onEnded = onEnded;
    this.#health = new HealthMonitor(container);
    this.#restarts = new Restarts(container.host.RestartPolicy);
    this.#newInput();
  }

  /** Starts it. Resolves with false when it runs already; rejects in Docker's words when it cannot. */
  start(): Promise<boolean> {
    return this.queue.run(async () => {
      const {state} = this.#container;
      if (state.paused) throw conflict('cannot start a paused container, try unpause instead');
      if (state.running) return false;
      this.checkNotRemoving('cannot be started');
      this.#restarts = new Restarts(this.#container.host.RestartPolicy);
      this.#stoppedByHand = false;
      this.restartCount = 0;
      await this.#start();
      return true;
    });
  }

  /** Resolves with the exit code; rejects with the signal's reason. */
  async wait(condition: WaitCondition, signal: AbortSignal): Promise<number> {
    const {state} = this.#container;
    if (condition === 'not-running' && !state.running) return state.exitCode;
    return this.#waiters.wait(condition, signal);
  }

  /** Sends a signal, as `docker kill` and `docker stop` do: after it the container is stopped by somebody's will. */
  signal(name: SignalName): Promise<void> {
    return this.queue.run(() => {
      const {state, config, id} = this.#container;
      if (!state.running) throw notRunning(id);
      const stops = !config.StopSignal || name === 'SIGKILL' || parseSignal(config.StopSignal) === name;
      if (stops) this.#restarts.cancel();
      this.#stoppedByHand = true;
      // There is no process to send it to: what was to come does not.
      if (state.restarting) return this.#giveUpRestart();
      this.#deliver(name, stops);
    });
  }

  pause(): Promise<void> {
    return this.queue.run(() => {
      const {state, id} = this.#container;
      if (!this.run || !state.running) throw notRunning(id);
      if (state.paused) throw conflict(`Container ${id} is already paused`);
      if (state.restarting) throw conflict(`Container ${id} is restarting, wait until the container is running`);
      this.run.space.freeze();
      state.paused = true;
      this.#health.stop();
      this.#container.tell('pause');
    });
  }

  unpause(): Promise<void> {
    return this.queue.run(() => {
      if (!this.#container.state.paused) throw new ApiRefusal(500, `Container ${this.#container.id} is not paused`);
      this.#thaw();
    });
  }

  /** The policy `docker update` gives it. */
  setRestartPolicy(policy: LiveContainer['host']['RestartPolicy']): void {
    this.#restarts.policy = policy;
  }

  /** Wakes everybody who waits: it is gone. */
  gone(): void {
    this.#cancelRestart?.();
    this.#waiters.removed(this.#container.state.exitCode);
    this.#container.output.end();
  }

  checkNotRemoving(what: string): void {
    const {state} = this.#container;
    if (state.removing || state.dead) throw conflict(`container is marked for removal and ${what}`);
  }

  async #start(): Promise<void> {
    const container = this.#container;
    const {state, simulatedHost} = container;
    try {
      state.oomKilled = false;
      const run = await startRun(container, this.input);
      this.run = run;
      Object.assign(state, {
        running: true,
        restarting: false,
        paused: false,
        exitCode: 0,
        error: '',
        pid: run.first.hostPid,
        startedMs: simulatedHost.daemon().outside.clock.now(),
      });
      void run.first.ended.then((status) => this.#ended(run, status));
      this.#health.start();
      container.tell('start');
    } catch (error) {
      state.error = error instanceof Error ? error.message : String(error);
      state.exitCode = error instanceof LaunchRefusal ? error.exitCode : state.exitCode || startFailed;
      container.output.end();
      this.#newInput();
      if (container.host.AutoRemove) this.#onEnded();
      throw error;
    }
  }

  async #ended(run: Run, status: ExitStatus): Promise<void> {
    const {clock} = this.#container.simulatedHost.daemon().outside;
    await finishSoon(run.streams, clock);
    await this.queue.run(() => {
      const container = this.#container;
      const {state, log, output} = container;
      const now = clock.now();
      const livedMs = now - (state.startedMs ?? now);
      this.#health.stop();
      this.run = undefined;
      this.#held = [];
      log.flush();
      output.end();
      this.#newInput();
      Object.assign(state, {pid: 0, paused: false, exitCode: status.code, finishedMs: now});
      const ended = {exitCode: status.code, stoppedByHand: this.#stoppedByHand, livedMs};
      const waitMs = this.#restarts.next(ended);
      if (waitMs === undefined) state.running = false;
      else state.restarting = true;
      container.tell('die', {execDuration: String(Math.trunc(livedMs / 1000)), exitCode: String(status.code)});
      run.close();
      container.networks.detach();
      tellMounts(container, 'unmount');
      if (waitMs === undefined) this.#stopped();
      else this.#restartAfter(waitMs);
    });
  }

  #restartAfter(ms: number): void {
    const {clock} = this.#container.simulatedHost.daemon().outside;
    this.restartCount += 1;
    this.#cancelRestart = clock.after(ms, () => {
      this.#cancelRestart = undefined;
      void this.queue.run(() => this.#restart());
    });
  }

  async #restart(): Promise<void> {
    const {state} = this.#container;
    // Somebody stopped or removed it while this waited for its turn.
    if (!state.restarting || state.dead) return;
    try {
      await this.#start();
    } catch {
      // Nobody waits for this start; `docker inspect` tells why it failed.
      state.restarting = false;
      state.running = false;
      this.#stopped();
    }
  }

  #giveUpRestart(): void {
    this.#cancelRestart?.();
    this.#cancelRestart = undefined;
    Object.assign(this.#container.state, {restarting: false, running: false});
    this.#stopped();
  }

  /** It has ended, and nothing starts it again by itself. */
  #stopped(): void {
    const {state, host} = this.#container;
    this.#waiters.stopped(state.exitCode);
    if (host.AutoRemove && this.restartsByHand === 0) this.#onEnded();
  }

  #deliver(name: SignalName, thaws: boolean): void {
    const {state} = this.#container;
    if (state.paused && !thaws) this.#held.push(name);
    else this.run?.first.kill(name, 'outside');
    this.#container.tell('kill', {signal: String(signalNumber(name))});
    if (state.paused && thaws && name !== 'SIGKILL') this.#thaw();
  }

  #thaw(): void {
    const {state} = this.#container;
    state.paused = false;
    this.run?.space.thaw();
    for (const name of this.#held.splice(0)) this.run?.first.kill(name, 'outside');
    this.#health.resume();
    this.#container.tell('unpause');
  }

  #newInput(): void {
    this.input = this.#container.config.OpenStdin ? new Pipe() : undefined;
  }
}

/** 409: what was asked for needs a container that runs. */
export function notRunning(id: string): ApiRefusal {
  return conflict(`Container ${id} is not running`);
}
