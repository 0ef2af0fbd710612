import type {Lease} from 'kubernetes-types/coordination/v1';
import {type Client, Unreachable} from '../kubernetes-api/client.ts';
import type {Stored} from '../kubernetes-api/object.ts';
import {KubeRefusal} from '../kubernetes-api/refusal.ts';
import type {EngineClock} from '../outside.ts';
import {EventRecorder, microTimestamp} from './event-recorder.ts';

/** https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/ `--leader-elect-*` */
const leaseDurationMs = 15_000;
const renewDeadlineMs = 10_000;
const retryPeriodMs = 2_000;

const leases = 'leases.coordination.k8s.io';
const namespace = 'kube-system';

export interface LeaderElectionOptions {
  readonly client: Client;
  readonly clock: EngineClock;
  /** The Lease's name, `kube-controller-manager`. */
  readonly name: string;
  /** `HOST_UUID` */
  readonly identity: string;
  readonly onLeading: () => void;
  /** It was the leader, and another is, or it could not say so for too long. */
  readonly onLost: () => void;
  /** The next one need not wait: kube-scheduler gives its Lease back when it ends, kube-controller-manager does not. */
  readonly releases?: boolean;
}

/** Holds a Lease in kube-system, or waits until whoever holds it has let it run out. */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #events: EventRecorder;
  #leading = false;
  #renewedMs = 0;
  /** What was read of another's Lease, and when it last changed: other machines' clocks are not trusted. */
  #observed: {readonly version: string; readonly atMs: number} | undefined;
  #cancel: (() => void) | undefined;
  #stopped = false;
  #stopWatching = (): void => {};

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#events = new EventRecorder({...options, component: options.name});
  }

  start(): void {
    // Whoever could not reach the API server tries as soon as it can.
    this.#stopWatching = this.#options.client.onConnection((state) => {
      if (state !== 'connected' || this.#leading) return;
      this.#cancel?.();
      this.#turn();
    });
    this.#turn();
  }

  stop(): void {
    this.#stopped = true;
    this.#stopWatching();
    this.#cancel?.();
    if (this.#leading && this.#options.releases) this.#release();
    this.#leading = false;
  }

  #turn(): void {
    if (this.#stopped) return;
    const {clock, onLeading, onLost} = this.#options;
    const now = clock.now();
    // Before the work begins: it may stop the election.
    this.#cancel = clock.after(retryPeriodMs, () => this.#turn());
    if (this.#tryHold(now)) {
      this.#renewedMs = now;
      if (this.#leading) return;
      this.#leading = true;
      this.#announce();
      onLeading();
    } else if (this.#leading && (this.#observed || now - this.#renewedMs >= renewDeadlineMs)) {
      this.#leading = false;
      onLost();
    }
  }

  #tryHold(now: number): boolean {
    const {client, name} = this.#options;
    try {
      const lease = client.find<Stored<Lease>>(leases, namespace, name);
      if (!lease) return this.#make(now);
      if (this.#isOthers(lease, now)) return false;
      this.#renew(lease, now);
      this.#observed = undefined;
      return true;
    } catch (error) {
      if (error instanceof Unreachable || error instanceof KubeRefusal) return false;
      throw error;
    }
  }

  #isOthers({metadata, spec}: Stored<Lease>, now: number): boolean {
    const holder = spec?.holderIdentity ?? '';
    if (holder === this.#options.identity || holder === '') return false;
    if (this.#observed?.version !== metadata.resourceVersion)
      this.#observed = {version: metadata.resourceVersion, atMs: now};
    return now - this.#observed.atMs < (spec?.leaseDurationSeconds ?? 0) * 1000;
  }

  #make(now: number): boolean {
    const {client, name, identity} = this.#options;
    const time = microTimestamp(now);
    client.create(leases, namespace, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {name, namespace},
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: leaseDurationMs / 1000,
        acquireTime: time,
        renewTime: time,
        leaseTransitions: 0,
      },
    });
    return true;
  }

  #renew(lease: Stored<Lease>, now: number): void {
    const {client, identity} = this.#options;
    const mine = lease.spec?.holderIdentity === identity;
    const time = microTimestamp(now);
    const spec = {
      ...lease.spec,
      holderIdentity: identity,
      leaseDurationSeconds: leaseDurationMs / 1000,
      renewTime: time,
      ...(mine ? {} : {acquireTime: time, leaseTransitions: (lease.spec?.leaseTransitions ?? 0) + 1}),
    };
    client.update(leases, {...lease, spec});
  }

  #release(): void {
    const {client, clock, name} = this.#options;
    try {
      const lease = client.get<Stored<Lease>>(leases, namespace, name);
      const time = microTimestamp(clock.now());
      const spec = {...lease.spec, holderIdentity: '', leaseDurationSeconds: 1, acquireTime: time, renewTime: time};
      client.update(leases, {...lease, spec});
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof KubeRefusal)) throw error;
    }
  }

  #announce(): void {
    const {name, identity} = this.#options;
    const about = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: this.#options.client.get(leases, namespace, name).metadata,
    };
    this.#events.record(about, {type: 'Normal', reason: 'LeaderElection', message: `${identity} became leader`});
  }
}
