import type {Client} from '../kubernetes-api/client.ts';
import {controllerOf, type KubeObject, keyOf, keyOfObject} from '../kubernetes-api/object.ts';

export interface InformerHandlers<T extends KubeObject> {
  added?(object: T): void;
  changed?(object: T, before: T): void;
  /** With the last state that was known. */
  removed?(object: T): void;
}

type Index<T> = Map<string, Map<string, T>>;

/** The objects of one resource, kept up to date, with indexes so that nobody walks over all of them. */
export class Informer<T extends KubeObject> {
  readonly #objects = new Map<string, T>();
  readonly #byNamespace: Index<T> = new Map();
  readonly #byController: Index<T> = new Map();
  readonly #handlers: InformerHandlers<T>[] = [];

  /** Handlers are told of every object that is there already. */
  on(handlers: InformerHandlers<T>): void {
    this.#handlers.push(handlers);
    for (const object of this.#objects.values()) handlers.added?.(object);
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#objects.get(keyOf(namespace, name));
  }

  byKey(key: string): T | undefined {
    return this.#objects.get(key);
  }

  all(): Iterable<T> {
    return this.#objects.values();
  }

  inNamespace(namespace: string): Iterable<T> {
    return this.#byNamespace.get(namespace)?.values() ?? [];
  }

  /** Those a controller's object owns. */
  ownedBy(uid: string): readonly T[] {
    return [...(this.#byController.get(uid)?.values() ?? [])];
  }

  ownedCount(uid: string): number {
    return this.#byController.get(uid)?.size ?? 0;
  }

  /** Those of a namespace that no controller owns. */
  orphans(namespace: string): readonly T[] {
    return [...(this.#byController.get(orphansOf(namespace))?.values() ?? [])];
  }

  /** Takes a change in; called by what feeds it. */
  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T): void {
    const key = keyOfObject(object);
    const before = this.#objects.get(key);
    if (before) this.#unindex(key, before);
    if (type === 'DELETED') {
      this.#objects.delete(key);
      if (before) for (const {removed} of this.#handlers) removed?.(before);
      return;
    }
    this.#objects.set(key, object);
    enter(this.#byNamespace, object.metadata.namespace ?? '', key, object);
    enter(this.#byController, ownerKey(object), key, object);
    for (const {added, changed} of this.#handlers) {
      if (!before) added?.(object);
      else if (before !== object) changed?.(object, before);
    }
  }

  /** Makes it what a list says: used at the start and after the API server was away. */
  replace(objects: readonly T[]): void {
    const there = new Set(objects.map(keyOfObject));
    for (const [key, object] of this.#objects) if (!there.has(key)) this.apply('DELETED', object);
    for (const object of objects) this.apply('MODIFIED', object);
  }

  #unindex(key: string, object: T): void {
    leave(this.#byNamespace, object.metadata.namespace ?? '', key);
    leave(this.#byController, ownerKey(object), key);
  }
}

/** One informer a resource, shared by all controllers of a manager. */
export class Informers {
  readonly #client: Client;
  readonly #informers = new Map<string, Informer<KubeObject>>();
  readonly #stops: (() => void)[] = [];

  constructor(client: Client) {
    this.#client = client;
    this.#stops.push(client.onConnection((state) => state === 'connected' && this.#reconnect()));
  }

  of<T extends KubeObject>(resource: string): Informer<T> {
    const known = this.#informers.get(resource);
    if (known) return known as unknown as Informer<T>;
    const informer = new Informer<KubeObject>();
    this.#informers.set(resource, informer);
    this.#feed(resource, informer);
    return informer as unknown as Informer<T>;
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #feed(resource: string, informer: Informer<KubeObject>): void {
    informer.replace(this.#client.list(resource));
    this.#stops.push(
      this.#client.watch(resource, this.#client.revision(), ({type, object}) => informer.apply(type, object)),
    );
  }

  #reconnect(): void {
    for (const [resource, informer] of this.#informers) this.#feed(resource, informer);
  }
}

function ownerKey(object: KubeObject): string {
  return controllerOf(object)?.uid ?? orphansOf(object.metadata.namespace ?? '');
}

/** No uid has a slash. */
function orphansOf(namespace: string): string {
  return `/${namespace}`;
}

function enter<T>(index: Index<T>, at: string, key: string, object: T): void {
  const known = index.get(at);
  if (known) known.set(key, object);
  else index.set(at, new Map([[key, object]]));
}

function leave<T>(index: Index<T>, at: string, key: string): void {
  const known = index.get(at);
  known?.delete(key);
  if (known?.size === 0) index.delete(at);
}
