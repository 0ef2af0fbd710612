import type {Client, DeleteOptions, Patch, WriteOptions} from '../../kubernetes-api/client.ts';
import {Unreachable} from '../../kubernetes-api/client.ts';
import type {Draft, KubeObject} from '../../kubernetes-api/object.ts';
import type {User} from '../../kubernetes-api/resources/resource.ts';
import type {StoreEvent} from '../../kubernetes-api/store/store.ts';
import type {EngineClock} from '../../outside.ts';
import type {Fabric} from '../../runtime/net/fabric.ts';
import type {NetworkStack} from '../../runtime/net/stack.ts';
import {isSystemError} from '../../system-error.ts';
import type {ApiService, Backplane} from '../backplane.ts';

export interface RemoteOptions {
  readonly backplane: Backplane;
  readonly fabric: Fabric;
  readonly clock: EngineClock;
  /** Where the component is. */
  readonly from: NetworkStack;
  readonly server: {readonly host: string; readonly port: number};
  /** Addresses of the server's name, as the component resolves it; none when it cannot. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** Who that is to the server that was found; undefined for somebody it does not know. */
  readonly userAt: (service: ApiService) => User | undefined;
  /** Ends it all: the component runs no more. */
  readonly signal: AbortSignal;
}

/** How long a client waits before it tries once more, when nobody told it that there is a server. */
const retryMs = 1000;

/**
 * The API for a component, by way of the network: whichever API server answers at the address it was given. While none
 * does, calls throw Unreachable; when one is there (again), watches must be made anew, as `onConnection` tells.
 */
export class RemoteClient implements Client {
  readonly #options: RemoteOptions;
  readonly #listeners = new Set<(state: 'connected' | 'lost') => void>();
  readonly #watches = new Set<() => void>();
  #direct: Client | undefined;
  #isTrying = false;
  #askedAgain = false;
  #why: string;
  #forgetServer = (): void => {};

  constructor(options: RemoteOptions) {
    this.#options = options;
    const {host, port} = options.server;
    this.#why = `dial tcp ${host}:${port}: connect: connection refused`;
    const stop = options.backplane.apis.onOffer(() => this.#tryAgain());
    options.signal.addEventListener(
      'abort',
      () => {
        stop();
        this.#lose();
        this.#listeners.clear();
      },
      {once: true},
    );
    this.#tryAgain();
  }

  get connected(): boolean {
    return this.#direct !== undefined;
  }

  get user(): User {
    return this.#server().user;
  }

  find<T extends KubeObject>(resource: string, namespace: string, name: string): T | undefined {
    return this.#server().find<T>(resource, namespace, name);
  }

  get<T extends KubeObject>(resource: string, namespace: string, name: string): T {
    return this.#server().get<T>(resource, namespace, name);
  }

  list<T extends KubeObject>(resource: string, namespace?: string): readonly T[] {
    return this.#server().list<T>(resource, namespace);
  }

  create<T extends KubeObject>(resource: string, namespace: string, object: Draft, options?: WriteOptions): T {
    return this.#server().create<T>(resource, namespace, object, options);
  }

  update<T extends KubeObject>(resource: string, object: Draft, options?: WriteOptions): T {
    return this.#server().update<T>(resource, object, options);
  }

  patch<T extends KubeObject>(
    resource: string,
    at: {readonly namespace: string; readonly name: string},
    patch: Patch,
    options?: WriteOptions,
  ): T {
    return this.#server().patch<T>(resource, at, patch, options);
  }

  delete(resource: string, namespace: string, name: string, options?: DeleteOptions): KubeObject {
    return this.#server().delete(resource, namespace, name, options);
  }

  watch(resource: string, since: number, listener: (event: StoreEvent) => void): () => void {
    const stop = this.#server().watch(resource, since, listener);
    this.#watches.add(stop);
    return () => {
      this.#watches.delete(stop);
      stop();
    };
  }

  revision(): number {
    return this.#server().revision();
  }

  onConnection(listener: (state: 'connected' | 'lost') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when an API server answers. */
  ready(): Promise<void> {
    if (this.#direct) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.onConnection((state) => {
        if (state !== 'connected') return;
        stop();
        resolve();
      });
    });
  }

  #server(): Client {
    if (!this.#direct) throw new Unreachable(this.#why);
    return this.#direct;
  }

  #tryAgain(): void {
    this.#askedAgain = true;
    if (this.#isTrying || this.#direct || this.#options.signal.aborted) return;
    this.#isTrying = true;
    void this.#try().finally(() => {
      this.#isTrying = false;
    });
  }

  async #try(): Promise<void> {
    const {clock, signal} = this.#options;
    while (!signal.aborted && !this.#direct) {
      this.#askedAgain = false;
      const service = await this.#look();
      if (signal.aborted) return;
      const isAnswered = service !== undefined && this.#connect(service);
      if (!isAnswered && !this.#askedAgain) await this.#pause(clock);
    }
  }

  /** Until it is time, or somebody says that there is a server. */
  #pause(clock: EngineClock): Promise<void> {
    const {backplane, signal} = this.#options;
    return new Promise((resolve) => {
      const go = (): void => {
        cancel();
        stop();
        signal.removeEventListener('abort', go);
        resolve();
      };
      const cancel = clock.after(retryMs, go);
      const stop = backplane.apis.onOffer(go);
      signal.addEventListener('abort', go, {once: true});
    });
  }

  async #look(): Promise<ApiService | undefined> {
    const {backplane, fabric, from, server, resolve} = this.#options;
    for (const address of await resolve(server.host)) {
      try {
        const service = backplane.apis.at(fabric, from, {address, port: server.port});
        if (service && !service.life.over) return service;
      } catch (error) {
        if (!isSystemError(error)) throw error;
        this.#why = `dial tcp ${address}:${server.port}: connect: ${error.message.toLowerCase()}`;
      }
    }
    return undefined;
  }

  /** False when the server does not know who asks. */
  #connect(service: ApiService): boolean {
    const user = this.#options.userAt(service);
    if (!user) return false;
    this.#direct = service.server.as(user);
    this.#forgetServer = service.life.onEnd(() => this.#lose());
    for (const listener of [...this.#listeners]) listener('connected');
    return true;
  }

  #lose(): void {
    if (!this.#direct) return;
    this.#forgetServer();
    this.#direct = undefined;
    for (const stop of [...this.#watches]) stop();
    this.#watches.clear();
    for (const listener of [...this.#listeners]) listener('lost');
    this.#tryAgain();
  }
}
