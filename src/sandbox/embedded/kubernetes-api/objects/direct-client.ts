import type {Client, DeleteOptions, Patch, WriteOptions} from '../client.ts';
import {type Draft, type KubeObject, keyOf} from '../object.ts';
import {KubeRefusal, notFound} from '../refusal.ts';
import type {Resource, User} from '../resources/resource.ts';
import type {StoreEvent} from '../store/store.ts';
import {changeObject, createUnder} from './change.ts';
import {patchObject} from './patch.ts';
import {removeObject} from './remove.ts';
import type {ApiState, Target} from './state.ts';

/** The API as one user sees it, straight on the store. */
export class DirectClient implements Client {
  readonly user: User;
  readonly #state: ApiState;

  constructor(state: ApiState, user: User) {
    this.#state = state;
    this.user = user;
  }

  find<T extends KubeObject>(resource: string, namespace: string, name: string): T | undefined {
    return this.#state.store.get(resource, keyOf(namespace, name)) as T | undefined;
  }

  get<T extends KubeObject>(resource: string, namespace: string, name: string): T {
    const found = this.find<T>(resource, namespace, name);
    if (!found) throw notFound(this.#resource(resource), name);
    return found;
  }

  list<T extends KubeObject>(resource: string, namespace?: string): readonly T[] {
    return this.#state.store.list(resource, namespace) as readonly T[];
  }

  create<T extends KubeObject>(resource: string, namespace: string, object: Draft, options: WriteOptions = {}): T {
    const target = this.#target(resource, namespace, options.subresource ? (object.metadata?.name ?? '') : '');
    return createUnder(this.#state, {...this.#call(target, options), draft: object}) as T;
  }

  update<T extends KubeObject>(resource: string, object: Draft, options: WriteOptions = {}): T {
    const target = this.#target(resource, object.metadata?.namespace ?? '', object.metadata?.name ?? '');
    return changeObject(this.#state, {...this.#call(target, options), draft: object}) as T;
  }

  patch<T extends KubeObject>(
    resource: string,
    at: {readonly namespace: string; readonly name: string},
    patch: Patch,
    options: WriteOptions = {},
  ): T {
    const target = this.#target(resource, at.namespace, at.name);
    return patchObject(this.#state, {...this.#call(target, options), patch}) as T;
  }

  delete(resource: string, namespace: string, name: string, options: DeleteOptions = {}): KubeObject {
    return removeObject(this.#state, this.#target(resource, namespace, name), options);
  }

  watch(resource: string, since: number, listener: (event: StoreEvent) => void): () => void {
    return this.#state.store.watch(resource, since, listener);
  }

  revision(): number {
    return this.#state.store.revision;
  }

  /** The server this client belongs to is there as long as the client is. */
  onConnection(): () => void {
    return () => undefined;
  }

  #resource(collection: string): Resource {
    const resource = this.#state.resources.of(collection);
    if (resource) return resource;
    throw new KubeRefusal(404, 'NotFound', `the server could not find the requested resource (${collection})`);
  }

  #target(collection: string, namespace: string, name: string): Target {
    const resource = this.#resource(collection);
    return {resource, collection, namespace: resource.namespaced ? namespace : '', name, user: this.user};
  }

  #call(target: Target, {dryRun = false, manager = this.user.manager, subresource = ''}: WriteOptions) {
    return {target, dryRun, manager, subresource};
  }
}
