import {Unreachable} from '../../kubernetes-api/client.ts';
import {same} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import type {KubeletContext} from './context.ts';
import {allContainers, graceMs, isTerminal, type KubePod, namespaceOf} from './pod.ts';
import {PodContainers} from './pod-containers.ts';
import {endContainers} from './pod-ending.ts';
import {PodGround} from './pod-ground.ts';
import {type PodFailure, PodState} from './pod-state.ts';
import type {WaitingReason} from './status/container-status.ts';
import {podKey, reportStatus} from './status/pod-status.ts';

/** What failed is looked at again after about so long. */
const retryMs = 10_000;
const retryJitter = 0.5;
/** A new sandbox is noticed, and its Pod looked at again, after so long. */
const noticeMs = 1000;
/** A container is told to run once it has run so long: who ends sooner was never seen running, as upstream. */
const seenMs = 150;
/** Mounted ConfigMaps and Secrets are compared with their objects so often. */
const refreshMs = 60_000;
/** Volumes with a limit are measured so often. */
const measureMs = 10_000;

const overdue = {
  type: 'Normal',
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
} as const;

/** Brings one Pod about on its node, and its status back to the API. One thing is done at a time. */
export class PodWorker {
  readonly state: PodState;
  readonly #context: KubeletContext;
  readonly #onGone: (worker: PodWorker) => void;
  readonly #life = new AbortController();
  #isDirty = false;
  #isBusy = false;
  #isGone = false;
  #graceMs: number | undefined;
  #cancelAlarm: () => void = () => {};
  #alarmMs = Number.POSITIVE_INFINITY;
  readonly #ground: PodGround;
  readonly #containers: PodContainers;

  constructor(context: KubeletContext, pod: KubePod, onGone: (worker: PodWorker) => void) {
    this.#context = context;
    this.#onGone = onGone;
    this.state = new PodState(context, pod);
    const {state} = this;
    const wakeIn = (ms: number): void => this.#wakeIn(ms);
    const retry = (): number => this.#retryMs();
    this.#ground = new PodGround({state, wakeIn, retryMs: retry});
    this.#containers = new PodContainers({
      ...{state, signal: this.#life.signal, wakeIn, retryMs: retry},
      wake: () => this.wake(),
    });
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  get isEnding(): boolean {
    return this.state.ending;
  }

  /** Its object is another one. */
  update(pod: KubePod): void {
    const before = this.state.pod;
    this.state.pod = pod;
    if (pod.metadata.deletionTimestamp !== undefined) return this.end(graceMs(pod));
    const isSame =
      same(before.spec, pod.spec) &&
      same(before.metadata.labels, pod.metadata.labels) &&
      same(before.metadata.annotations, pod.metadata.annotations);
    if (!isSame || (pod.spec?.readinessGates ?? []).length > 0) this.wake();
  }

  /** It has to go: its object is marked for that, or is no more. */
  end(withinMs: number): void {
    const isFirst = this.#graceMs === undefined;
    if (this.#graceMs !== undefined && withinMs >= this.#graceMs) return;
    this.#graceMs = withinMs;
    this.state.ending = true;
    this.#life.abort();
    if (isFirst) return this.wake();
    // Somebody is in more of a hurry than before.
    this.#context.clock.after(Math.max(2000, withinMs), () => {
      for (const container of this.state.running()) container.kill();
    });
  }

  /** Looks at it as soon as everything else that is due had its turn. */
  wake(): void {
    if (this.#isGone) return;
    this.#isDirty = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#context.clock.soon(() => void this.#work());
  }

  /** The kubelet ends: containers run on, and nobody looks after them. */
  stop(): void {
    this.#isGone = true;
    this.#cancelAlarm();
    this.#life.abort();
    for (const probes of this.state.probes.values()) probes.stop();
  }

  async #work(): Promise<void> {
    while (this.#isDirty && !this.#isGone) {
      this.#isDirty = false;
      try {
        await this.#sync();
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#isBusy = false;
  }

  #onError(error: unknown): void {
    if (this.#isGone || (this.#life.signal.aborted && error === this.#life.signal.reason)) return;
    if (!(error instanceof Unreachable || error instanceof KubeRefusal)) {
      this.#context.node.kernel.onFault(error, ['kubelet', podKey(this.state.pod)]);
    }
    const why = error instanceof Error ? error.message : String(error);
    this.#context.say(`"Error syncing pod, skipping" err="${why}" pod="${podKey(this.state.pod)}"`);
    this.#wakeIn(this.#retryMs());
  }

  async #sync(): Promise<void> {
    const {state} = this;
    // Whatever it was for is looked at now.
    this.#cancelAlarm();
    this.#alarmMs = Number.POSITIVE_INFINITY;
    if (state.ending) return this.#finish();
    // It was over before this node knew it: what is known of it stays.
    if (isTerminal(state.pod.status?.phase) && this.#context.runtime.containersOf(state.uid).length === 0) return;
    const status = this.#report();
    if (this.#isOverdue()) return this.#fail(overdue);
    const evicted = state.volumes.overLimit(state.pod);
    if (evicted && !state.failure) return this.#fail({reason: 'Evicted', message: evicted, type: 'Warning'});
    if (state.failure || isTerminal(status?.phase)) return this.#rest();
    if (!this.#ground.hasNetwork() || !this.#ground.hasVolumes()) return;
    this.#ground.warnOfSecrets();
    const isNew = state.sandbox === undefined;
    const sandbox = this.#ground.ensureSandbox();
    if (!sandbox) return;
    const shown = new Map(state.waiting);
    const before = this.#containers.started;
    const isWell = await this.#containers.startAll(sandbox);
    if (state.ending) return;
    if (state.volumes.canChange) this.#wakeIn(refreshMs);
    if (state.volumes.hasLimits) this.#wakeIn(measureMs);
    if (isWell && this.#containers.started > before) return this.#wakeIn(seenMs);
    if (this.#reportWithout(shown) || (!isWell && isNew)) this.#wakeIn(noticeMs);
    if (!isWell) this.#wakeIn(this.#retryMs());
  }

  #report(): ReturnType<typeof reportStatus> {
    try {
      return reportStatus(this.state);
    } catch (error) {
      // Static Pods run without an API; the status is told once there is one.
      if (!(error instanceof Unreachable || error instanceof KubeRefusal)) throw error;
      this.#wakeIn(noticeMs);
      return undefined;
    }
  }

  /**
   * What is newly put off shows once it is looked at again: until then there is the reason it is put off for. Whether there
   * is such.
   */
  #reportWithout(shown: ReadonlyMap<string, WaitingReason>): boolean {
    const {waiting} = this.state;
    const putOff = [...waiting].filter(
      ([name, {reason}]) => reason.endsWith('BackOff') && shown.get(name)?.reason !== reason,
    );
    for (const [name] of putOff) {
      const before = shown.get(name);
      if (before) waiting.set(name, before);
      else waiting.delete(name);
    }
    this.#report();
    for (const [name, reason] of putOff) waiting.set(name, reason);
    return putOff.length > 0;
  }

  #isOverdue(): boolean {
    const {pod} = this.state;
    const seconds = pod.spec?.activeDeadlineSeconds;
    const started = this.state.stored()?.status?.startTime;
    if (seconds === undefined || !started || this.state.failure) return false;
    const leftMs = Date.parse(String(started)) + seconds * 1000 - this.#context.clock.now();
    if (leftMs > 0) this.#wakeIn(leftMs);
    return leftMs <= 0;
  }

  async #fail({type, reason, message}: PodFailure & {readonly type: 'Normal' | 'Warning'}): Promise<void> {
    const {state} = this;
    state.event({type, reason, message});
    state.failure = {reason, message};
    await endContainers(state, reason === 'Evicted' ? 0 : graceMs(state.pod));
    this.wake();
  }

  /** Nothing of it runs any more, and nothing will: its object stays. */
  async #rest(): Promise<void> {
    const {state} = this;
    if (state.running().length > 0) await endContainers(state, graceMs(state.pod));
    for (const sandbox of this.#context.runtime.sandboxesOf(state.uid))
      await this.#context.runtime.stopSandbox(sandbox);
    this.#report();
  }

  async #finish(): Promise<void> {
    const {state} = this;
    const {runtime, client, pulls, restarts} = this.#context;
    await endContainers(state, this.#graceMs ?? 0);
    this.#report();
    for (const sandbox of runtime.sandboxesOf(state.uid)) {
      await runtime.stopSandbox(sandbox);
      runtime.removeSandbox(sandbox);
    }
    state.volumes.release();
    pulls.forget(state.pod);
    for (const {container} of allContainers(state.pod)) restarts.forget(`${state.uid}_${container.name}`);
    this.stop();
    this.#onGone(this);
    const stored = state.stored();
    if (!stored) return;
    const {name, uid} = stored.metadata;
    client.delete('pods', namespaceOf(stored), name, {gracePeriodSeconds: 0, uid});
  }

  #wakeIn(ms: number): void {
    const at = this.#context.clock.now() + ms;
    if (at >= this.#alarmMs || this.#isGone) return;
    this.#cancelAlarm();
    this.#alarmMs = at;
    this.#cancelAlarm = this.#context.clock.after(ms, () => {
      this.#alarmMs = Number.POSITIVE_INFINITY;
      this.wake();
    });
  }

  #retryMs(): number {
    const [byte = 0] = this.#context.node.kernel.outside.random(1);
    return retryMs * (1 + (retryJitter * byte) / 255);
  }
}
