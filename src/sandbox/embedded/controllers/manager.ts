import {type Client, Unreachable} from '../kubernetes-api/client.ts';
import type {EngineClock} from '../outside.ts';
import type {Controller, ControllerContext} from './controller.ts';
import {EventRecorder} from './event-recorder.ts';
import {Informers} from './informer.ts';
import {LeaderElection} from './leader-election.ts';
import {WorkQueue} from './queue.ts';

export interface ControllerManagerOptions {
  readonly client: Client;
  readonly clock: EngineClock;
  readonly random: (count: number) => Uint8Array;
  /** Made anew whenever this one becomes the leader: nothing they remember outlives that. */
  readonly controllers: () => readonly Controller[];
  /** The Lease it must hold to work; absent: it works at once. */
  readonly election?: {
    /** `kube-controller-manager` */
    readonly lease: string;
    /** `HOST_UUID` */
    readonly identity: string;
    /** It gives the Lease back when it stops. */
    readonly releases?: boolean;
  };
  /** Upstream's program ends then, and is started again; when absent, it waits to become the leader once more. */
  readonly onLost?: () => void;
  /** A key that will be tried again. */
  readonly onError?: (controller: string, key: string, error: unknown) => void;
  /** Real milliseconds, for turns to stay short; the clock's when absent. */
  readonly realNow?: () => number;
}

/** What the program kube-controller-manager is: control loops over one API, of which only the leader's run. */
export class ControllerManager {
  readonly #options: ControllerManagerOptions;
  readonly #election: LeaderElection | undefined;
  readonly #stopWatching: () => void;
  #loops: Loops | undefined;
  #stopped = false;

  constructor(options: ControllerManagerOptions) {
    this.#options = options;
    const {election, client, clock} = options;
    this.#election =
      election &&
      new LeaderElection({
        client,
        clock,
        name: election.lease,
        identity: election.identity,
        releases: election.releases ?? false,
        onLeading: () => this.#lead(),
        onLost: () => this.#lose(),
      });
    this.#stopWatching = client.onConnection((state) => state === 'connected' && !election && this.#lead());
  }

  start(): void {
    if (this.#election) this.#election.start();
    else this.#lead();
  }

  stop(): void {
    this.#stopped = true;
    this.#election?.stop();
    this.#stopWatching();
    this.#loops?.stop();
    this.#loops = undefined;
  }

  #lead(): void {
    if (this.#stopped || this.#loops) return;
    try {
      this.#options.client.revision();
    } catch (error) {
      if (error instanceof Unreachable) return;
      throw error;
    }
    this.#loops = new Loops(this.#options);
  }

  #lose(): void {
    this.#loops?.stop();
    this.#loops = undefined;
    this.#options.onLost?.();
  }
}

/** The control loops of one time of being the leader: shared informers, and a queue for each controller. */
class Loops {
  readonly #options: ControllerManagerOptions;
  readonly #informers: Informers;
  readonly #queues: WorkQueue[] = [];
  /** Keys that found nobody to talk to; they need no back-off once somebody is there again. */
  readonly #waiting = new Map<WorkQueue, Set<string>>();
  readonly #stopWatching: () => void;

  constructor(options: ControllerManagerOptions) {
    this.#options = options;
    this.#informers = new Informers(options.client);
    for (const controller of options.controllers()) this.#run(controller);
    // After the informers' own, which are up to date then.
    this.#stopWatching = options.client.onConnection((state) => state === 'connected' && this.#resume());
  }

  stop(): void {
    this.#stopWatching();
    this.#informers.stop();
    for (const queue of this.#queues) queue.stop();
  }

  #run(controller: Controller): void {
    const {clock, realNow, onError} = this.#options;
    const context = this.#context(controller);
    const queue: WorkQueue = new WorkQueue({
      clock,
      realNow: realNow ?? (() => clock.now()),
      work: (key) => {
        try {
          controller.reconcile(key, context);
        } catch (error) {
          if (!(error instanceof Unreachable)) throw error;
          this.#wait(queue, key);
        }
      },
      onError: (key, error) => onError?.(controller.name, key, error),
    });
    this.#queues.push(queue);
    controller.setup(context, (key, afterMs) => queue.add(key, afterMs));
  }

  #context(controller: Controller): ControllerContext {
    const {client, clock, random} = this.#options;
    const component = controller.component ?? `${controller.name}-controller`;
    const recorder = new EventRecorder({client, clock, component});
    return {
      client,
      clock,
      random,
      informers: this.#informers,
      event: (about, event) => recorder.record(about, event),
    };
  }

  #wait(queue: WorkQueue, key: string): void {
    const waiting = this.#waiting.get(queue) ?? new Set();
    this.#waiting.set(queue, waiting.add(key));
  }

  #resume(): void {
    for (const [queue, keys] of this.#waiting) for (const key of keys) queue.add(key);
    this.#waiting.clear();
  }
}
