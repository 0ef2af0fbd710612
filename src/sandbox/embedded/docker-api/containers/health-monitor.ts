import {decode} from '../../bytes/bytes.ts';
import type {HealthResult} from './container-state.ts';
import {Exec} from './exec.ts';
import {goDuration} from './go-time.ts';
import type {LiveContainer} from './live-container.ts';

const nanoseconds = 1e6;
const usualIntervalMs = 30_000;
const usualTimeoutMs = 30_000;
const usualStartIntervalMs = 5000;
const usualRetries = 3;
/** Docker's own limits of what it keeps. */
const longestOutput = 4096;
const mostResults = 5;

/**
 * Runs a container's health check on its interval.
 * https://docs.docker.com/reference/dockerfile/#healthcheck
 */
export class HealthMonitor {
  readonly #container: LiveContainer;
  #life: AbortController | undefined;

  constructor(container: LiveContainer) {
    this.#container = container;
  }

  /** The container has started: it is starting until a check says otherwise. */
  start(): void {
    if (!this.#command) return;
    const {state} = this.#container;
    state.health = {status: 'starting', failingStreak: 0, log: state.health?.log ?? []};
    this.resume();
  }

  /** Goes on with what is known of the container; it was paused. */
  resume(): void {
    if (!this.#command) return;
    this.#life?.abort();
    this.#life = new AbortController();
    this.#next(this.#life.signal);
  }

  /** A container that is not watched counts as unhealthy, as in Docker. */
  stop(): void {
    if (!this.#life) return;
    this.#life.abort();
    this.#life = undefined;
    if (this.#container.state.health) this.#container.state.health.status = 'unhealthy';
  }

  /** The probe's command line; undefined when there is none. */
  get #command(): readonly string[] | undefined {
    const {config} = this.#container;
    const [kind, ...rest] = config.Healthcheck?.Test ?? [];
    if (kind === 'CMD') return rest;
    if (kind === 'CMD-SHELL') return [...(config.Shell ?? ['/bin/sh', '-c']), rest.join(' ')];
    return undefined;
  }

  #next(signal: AbortSignal): void {
    const {clock} = this.#container.simulatedHost.daemon().outside;
    const cancel = clock.after(this.#intervalMs(clock.now()), () => {
      signal.removeEventListener('abort', cancel);
      void this.#check(signal);
    });
    signal.addEventListener('abort', cancel, {once: true});
  }

  #intervalMs(now: number): number {
    const {state, config} = this.#container;
    const check = config.Healthcheck ?? {};
    const isYoung = now - (state.startedMs ?? now) < (check.StartPeriod ?? 0) / nanoseconds;
    if (isYoung && state.health?.status === 'starting')
      return (check.StartInterval ?? 0) / nanoseconds || usualStartIntervalMs;
    return (check.Interval ?? 0) / nanoseconds || usualIntervalMs;
  }

  async #check(signal: AbortSignal): Promise<void> {
    const result = await this.#probe();
    if (signal.aborted) return;
    this.#judge(result);
    this.#next(signal);
  }

  async #probe(): Promise<HealthResult> {
    const container = this.#container;
    const {clock} = container.simulatedHost.daemon().outside;
    const startMs = clock.now();
    const timeoutMs = (container.config.Healthcheck?.Timeout ?? 0) / nanoseconds || usualTimeoutMs;
    const kept = new KeptOutput();
    try {
      const exec = new Exec(container, container.simulatedHost.newId(), probeOptions(this.#command ?? []));
      exec.output.listen(kept);
      exec.start({terminal: false, stdin: false, rows: 0, columns: 0});
      let isLate = false;
      const cancel = clock.after(timeoutMs, () => {
        isLate = true;
        exec.process?.kill('SIGKILL', 'outside');
      });
      await exec.ended;
      cancel();
      const late = `Health check exceeded timeout (${goDuration(timeoutMs)})`;
      const output = isLate ? [late, kept.text].filter((text) => text !== '').join(': ') : kept.text;
      return {startMs, endMs: clock.now(), exitCode: isLate ? -1 : (exec.exitCode ?? -1), output};
    } catch (error) {
      const output = error instanceof Error ? error.message : String(error);
      return {startMs, endMs: clock.now(), exitCode: -1, output};
    }
  }

  #judge(result: HealthResult): void {
    const {state, config} = this.#container;
    const {health} = state;
    if (!health) return;
    const before = health.status;
    health.log = [...health.log, result].slice(-mostResults);
    if (result.exitCode === 0) {
      health.failingStreak = 0;
      health.status = 'healthy';
    } else if (!this.#isExcused(result)) {
      health.failingStreak += 1;
      if (health.failingStreak >= (config.Healthcheck?.Retries || usualRetries)) health.status = 'unhealthy';
    }
    if (health.status !== before) this.#container.tell(`health_status: ${health.status}`);
  }

  /** Failures within the start period do not count until the first success. */
  #isExcused({startMs}: HealthResult): boolean {
    const {state, config} = this.#container;
    if (state.health?.status !== 'starting') return false;
    return startMs - (state.startedMs ?? startMs) < (config.Healthcheck?.StartPeriod ?? 0) / nanoseconds;
  }
}

function probeOptions(argv: readonly string[]): ConstructorParameters<typeof Exec>[2] {
  return {
    argv,
    env: [],
    folder: '',
    user: '',
    stdin: false,
    stdout: true,
    stderr: true,
    privileged: false,
    detachKeys: '',
    terminal: false,
  };
}

/** The first bytes a probe writes. */
class KeptOutput {
  #bytes = new Uint8Array(0);
  #isCut = false;

  async write(_: string, bytes: Uint8Array): Promise<void> {
    const whole = new Uint8Array(Math.min(longestOutput, this.#bytes.length + bytes.length));
    whole.set(this.#bytes);
    whole.set(bytes.subarray(0, whole.length - this.#bytes.length), this.#bytes.length);
    this.#isCut ||= this.#bytes.length + bytes.length > longestOutput;
    this.#bytes = whole;
  }

  end(): void {}

  get text(): string {
    return `${decode(this.#bytes)}${this.#isCut ? '...' : ''}`;
  }
}
