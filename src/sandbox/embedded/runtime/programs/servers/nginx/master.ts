import {isSystemError} from '../../../../system-error.ts';
import type {Process} from '../../../process/process.ts';
import {type SignalName, signalNumber} from '../../../process/signals.ts';
import {ConfigProblem} from './config/problem.ts';
import {type LoadedConfig, loadConfig} from './load.ts';
import {closeLogs, NginxLog} from './log.ts';
import type {NginxOptions} from './options.ts';
import {openGeneration, type Sockets} from './start.ts';
import {type Generation, runWorker} from './worker.ts';

/** CPUs of the simulated machine, for `worker_processes auto`. */
const cpus = 2;

/** The master process: keeps workers, and changes or ends them by signals. https://nginx.org/en/docs/control.html */
export class Master {
  readonly #process: Process;
  readonly #options: NginxOptions;
  readonly #sockets: Sockets;
  readonly #workers = new Set<Process>();
  readonly #signals: SignalName[] = [];
  readonly #wake: (() => void)[] = [];
  #generation: Generation;
  #isLeaving = false;

  constructor(
    process: Process,
    options: NginxOptions,
    open: {readonly generation: Generation; readonly sockets: Sockets},
  ) {
    this.#process = process;
    this.#options = options;
    this.#generation = open.generation;
    this.#sockets = open.sockets;
  }

  get #log(): NginxLog {
    return new NginxLog(this.#process, this.#generation.logs, this.#generation.config.errorLogs);
  }

  async run(): Promise<number> {
    const process = this.#process;
    for (const name of ['SIGHUP', 'SIGQUIT', 'SIGTERM', 'SIGINT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGCHLD'] as const)
      process.onSignal(name, (signal) => this.#hear(signal));
    await this.#log.write('notice', 'start worker processes');
    await this.#startWorkers();
    for (;;) {
      const signal = await this.#nextSignal();
      await this.#handle(signal);
      if (this.#isLeaving && this.#workers.size === 0) break;
    }
    await this.#log.write('notice', 'exit');
    this.#removePidFile();
    return 0;
  }

  #hear(signal: SignalName): void {
    this.#signals.push(signal);
    for (const wake of this.#wake.splice(0)) wake();
  }

  async #nextSignal(): Promise<SignalName> {
    for (;;) {
      const next = this.#signals.shift();
      if (next) return next;
      await this.#process.wait(new Promise<void>((resolve) => this.#wake.push(resolve)));
    }
  }

  async #handle(signal: SignalName): Promise<void> {
    switch (signal) {
      case 'SIGHUP':
        await this.#note(signal, ', reconfiguring');
        return this.#reload();
      case 'SIGQUIT':
        await this.#note(signal, ', shutting down');
        return this.#leave('SIGQUIT');
      case 'SIGTERM':
      case 'SIGINT':
        await this.#note(signal, ', exiting');
        return this.#leave('SIGTERM');
      case 'SIGUSR1':
        await this.#note(signal, ', reopening logs');
        return this.#reopen();
      case 'SIGWINCH':
        await this.#note(signal, ', shutting down workers');
        for (const worker of this.#workers) worker.kill('SIGQUIT');
        return;
      case 'SIGCHLD':
        return this.#reap();
      default:
        await this.#note(signal, ', ignored by k8s-learn');
    }
  }

  async #note(signal: SignalName, what: string): Promise<void> {
    await this.#log.write('notice', `signal ${signalNumber(signal)} (${signal}) received${what}`);
  }

  async #startWorkers(): Promise<void> {
    const {workers} = this.#generation.config;
    const count = workers === 0 ? cpus : workers;
    const generation = this.#generation;
    for (let index = 0; index < count; index += 1) {
      const worker = this.#process.fork((child) => runWorker(child, generation));
      this.#workers.add(worker);
      await this.#log.write('notice', `start worker process ${worker.pid}`);
    }
  }

  /** New workers by the new configuration, if it is one; the old ones go when they have answered. */
  async #reload(): Promise<void> {
    const log = this.#log;
    await log.write('notice', 'reconfiguring');
    const warnings: string[] = [];
    let loaded: LoadedConfig;
    const before = this.#generation;
    try {
      loaded = await loadConfig(this.#process, this.#options, (message) => warnings.push(message));
      for (const message of warnings) await log.write('warn', message);
      this.#generation = openGeneration(this.#process, loaded, {sockets: this.#sockets, version: before.version});
    } catch (error) {
      if (!(error instanceof ConfigProblem)) throw error;
      for (const message of warnings) await log.write('warn', message);
      await log.write('emerg', error.text);
      return;
    }
    const old = [...this.#workers];
    await this.#log.write('notice', 'using the "epoll" event method');
    await this.#log.write('notice', 'start worker processes');
    await this.#startWorkers();
    for (const worker of old) worker.kill('SIGQUIT');
    closeLogs(this.#process, before.logs);
  }

  /** The log files anew, for whoever has moved the old ones away: workers start anew with them. */
  async #reopen(): Promise<void> {
    await this.#log.write('notice', 'reopening logs');
    const before = this.#generation;
    const old = [...this.#workers];
    const loaded = {main: before.config, files: []};
    this.#generation = openGeneration(this.#process, loaded, {sockets: this.#sockets, version: before.version});
    await this.#startWorkers();
    for (const worker of old) worker.kill('SIGQUIT');
    closeLogs(this.#process, before.logs);
  }

  async #leave(signal: 'SIGQUIT' | 'SIGTERM'): Promise<void> {
    this.#isLeaving = true;
    this.#sockets.close(this.#process);
    for (const worker of this.#workers) worker.kill(signal);
  }

  async #reap(): Promise<void> {
    const ended = [...this.#workers].filter(({status}) => status !== undefined);
    for (const worker of ended) {
      await this.#log.write('notice', `signal 17 (SIGCHLD) received from ${worker.pid}`);
      this.#workers.delete(worker);
      const {status} = worker;
      this.#process.reap(worker);
      await this.#log.write(
        status?.signal ? 'alert' : 'notice',
        `worker process ${worker.pid} exited ${status?.signal ? `on signal ${signalNumber(status.signal)}` : `with code ${status?.code ?? 0}`}`,
      );
      if (status?.signal && !this.#isLeaving) await this.#replace();
    }
  }

  /** A worker that died is replaced. */
  async #replace(): Promise<void> {
    const generation = this.#generation;
    const worker = this.#process.fork((child) => runWorker(child, generation));
    this.#workers.add(worker);
    await this.#log.write('notice', `start worker process ${worker.pid}`);
  }

  #removePidFile(): void {
    try {
      this.#process.files.unlink(this.#generation.config.pidPath);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }
}
