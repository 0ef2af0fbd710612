import type {RecordedEvent} from '../../../controllers/event-recorder.ts';
import type {EngineClock} from '../../../outside.ts';
import type {PodProbe} from '../pod.ts';
import {type ProbeTarget, runProbe} from './probe.ts';

/** What a probe finds out. */
export type ProbeKind = 'startup' | 'readiness' | 'liveness';

/** Said in events and sentences: `Readiness probe failed: …`. */
const titles = {startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness'} as const;

const usualPeriodSeconds = 10;
const usualFailures = 3;
/** The kubelet looks for the first time as soon as it has noticed that the container runs. */
const firstLookMs = 1000;

export interface ProbesOptions {
  readonly target: ProbeTarget;
  readonly probes: {readonly [Kind in ProbeKind]?: PodProbe | undefined};
  readonly clock: EngineClock;
  readonly event: (event: Omit<RecordedEvent, 'fieldPath'>) => void;
  /** `started` or `ready` is another one than before. */
  readonly onChange: () => void;
  /** It is to be killed, and started again as its Pod says. */
  readonly onFatal: (kind: 'startup' | 'liveness', probe: PodProbe) => void;
}

interface Streak {
  readonly outcome: 'success' | 'failure';
  readonly length: number;
}

/** Looks after one container as long as it runs: whether it has started, is alive, and can be sent work. */
export class ContainerProbes {
  readonly #options: ProbesOptions;
  readonly #life = new AbortController();
  readonly #startedMs: number;
  started: boolean;
  ready: boolean;

  constructor(options: ProbesOptions) {
    this.#options = options;
    this.#startedMs = options.clock.now();
    this.started = options.probes.startup === undefined;
    this.ready = this.started && options.probes.readiness === undefined;
  }

  start(): void {
    const {startup} = this.#options.probes;
    if (startup) this.#begin('startup', startup);
    else this.#watchStarted();
  }

  /** It has ended, or is about to: nobody looks any more. */
  stop(): void {
    this.#life.abort();
  }

  /** Its Pod is going: it is ready no more, whatever the last look said. */
  notReady(): void {
    this.ready = false;
  }

  #watchStarted(): void {
    const {readiness, liveness} = this.#options.probes;
    if (readiness) this.#begin('readiness', readiness);
    if (liveness) this.#begin('liveness', liveness);
  }

  #begin(kind: ProbeKind, probe: PodProbe): void {
    const {kernel} = this.#options.target.node;
    this.#watch(kind, probe).catch((error: unknown) => kernel.onFault(error, ['kubelet', `${kind} probe`]));
  }

  async #watch(kind: ProbeKind, probe: PodProbe): Promise<void> {
    const periodMs = (probe.periodSeconds || usualPeriodSeconds) * 1000;
    let streak: Streak = {outcome: 'success', length: 0};
    let waitMs = this.#firstWaitMs(probe, periodMs);
    while (await this.#wait(waitMs)) {
      waitMs = periodMs;
      const outcome = await this.#look(kind, probe);
      if (outcome === undefined) return;
      streak = outcome === streak.outcome ? {outcome, length: streak.length + 1} : {outcome, length: 1};
      if (!this.#judge(kind, probe, streak)) return;
    }
  }

  #firstWaitMs({initialDelaySeconds = 0}: PodProbe, periodMs: number): number {
    const since = this.#options.clock.now() - this.#startedMs;
    return Math.max(initialDelaySeconds * 1000 - since, since > 0 ? 0 : Math.min(periodMs, firstLookMs));
  }

  /** Undefined when it ended meanwhile. */
  async #look(kind: ProbeKind, probe: PodProbe): Promise<Streak['outcome'] | undefined> {
    const outcome = await runProbe(probe, this.#options.target);
    if (this.#life.signal.aborted) return undefined;
    if (outcome.kind === 'success') return 'success';
    const said = outcome.kind === 'failure' ? 'failed' : 'errored and resulted in unknown state';
    const message = `${titles[kind]} probe ${said}: ${outcome.why}`;
    this.#options.event({type: 'Warning', reason: 'Unhealthy', message});
    return 'failure';
  }

  /** Whether it is looked at again. */
  #judge(kind: ProbeKind, probe: PodProbe, {outcome, length}: Streak): boolean {
    const enough = outcome === 'success' ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? usualFailures);
    if (length < enough) return true;
    if (kind === 'readiness') {
      this.#become({ready: outcome === 'success'});
      return true;
    }
    if (outcome === 'failure') {
      this.stop();
      this.#options.onFatal(kind, probe);
      return false;
    }
    if (kind === 'liveness') return true;
    this.#become({started: true, ready: this.#options.probes.readiness === undefined});
    this.#watchStarted();
    return false;
  }

  #become({started = this.started, ready}: {readonly started?: boolean; readonly ready: boolean}): void {
    if (started === this.started && ready === this.ready) return;
    this.started = started;
    this.ready = ready;
    this.#options.onChange();
  }

  /** False when it ended meanwhile. */
  #wait(ms: number): Promise<boolean> {
    const {signal} = this.#life;
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const abort = (): void => {
        cancel();
        resolve(false);
      };
      const cancel = this.#options.clock.after(ms, () => {
        signal.removeEventListener('abort', abort);
        resolve(true);
      });
      signal.addEventListener('abort', abort, {once: true});
    });
  }
}
