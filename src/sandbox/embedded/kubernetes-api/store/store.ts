import type {EngineClock} from '../../outside.ts';
import {type Draft, freeze, type KubeObject, keyOfObject} from '../object.ts';
import {expired} from '../refusal.ts';
import {Collection} from './collection.ts';

/** One change of one object. `before` is undefined for an object that is new. */
export interface StoreEvent {
  /** `pods`, or `deployments.apps`. */
  readonly collection: string;
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** As it is now; of a deleted one the last state, with the revision of its deletion. */
  readonly object: KubeObject;
  readonly before: KubeObject | undefined;
}

export type StoreListener = (event: StoreEvent) => void;

/** How many changes are remembered for watches that come back. */
const keptEvents = 20_000;

/**
 * What etcd is in a real cluster: every object, one revision that counts all changes, and those changes for whoever
 * watches. It knows nothing of kinds. A change is seen by every watch before the call that made it returns.
 */
export class Store {
  readonly #collections = new Map<string, Collection>();
  readonly #listeners = new Map<string, Set<StoreListener>>();
  #events: StoreEvent[] = [];
  #revision = 1;
  /** Revisions up to here are forgotten. */
  #compacted = 0;
  readonly #clock: EngineClock;

  constructor(clock: EngineClock) {
    this.#clock = clock;
  }

  get clock(): EngineClock {
    return this.#clock;
  }

  get revision(): number {
    return this.#revision;
  }

  get(collection: string, key: string): KubeObject | undefined {
    return this.#collections.get(collection)?.get(key);
  }

  /** By namespace, then name. The same array as long as nothing changed. All namespaces when absent. */
  list(collection: string, namespace = ''): readonly KubeObject[] {
    return this.#collections.get(collection)?.list(namespace) ?? [];
  }

  /** A list as it was at a revision. Throws 410 for one that is forgotten. */
  listAt(collection: string, revision: number): readonly KubeObject[] {
    if (revision < this.#compacted) throw expired('The resourceVersion for the provided list is too old.');
    const objects = new Map(this.list(collection).map((object) => [keyOfObject(object), object]));
    for (const event of this.#events.toReversed()) {
      if (event.revision <= revision) break;
      if (event.collection !== collection) continue;
      if (event.before) objects.set(keyOfObject(event.before), event.before);
      else objects.delete(keyOfObject(event.object));
    }
    return [...objects].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, object]) => object);
  }

  count(collection: string): number {
    return this.#collections.get(collection)?.size ?? 0;
  }

  collections(): readonly string[] {
    return [...this.#collections.keys()];
  }

  /** Stores an object under the next revision, which becomes its resourceVersion; returns it as stored. */
  put(collection: string, draft: Draft): KubeObject {
    const revision = this.#next();
    const object = freeze({
      ...draft,
      metadata: {...draft.metadata, resourceVersion: String(revision)},
    }) as unknown as KubeObject;
    const key = keyOfObject(object);
    const all = this.#collection(collection);
    const before = all.get(key);
    all.set(key, object);
    this.#tell({collection, revision, type: before ? 'MODIFIED' : 'ADDED', object, before});
    return object;
  }

  /** Takes an object away; its last state is told with the revision of its deletion. */
  remove(collection: string, key: string): KubeObject | undefined {
    const all = this.#collection(collection);
    const before = all.get(key);
    if (!before) return undefined;
    const revision = this.#next();
    all.delete(key);
    const object = freeze({...before, metadata: {...before.metadata, resourceVersion: String(revision)}});
    this.#tell({collection, revision, type: 'DELETED', object, before});
    return object;
  }

  /**
   * Tells every change of a collection after a revision, the remembered ones at once; returns how to stop. Throws 410
   * for a revision that is forgotten.
   */
  watch(collection: string, since: number, listener: StoreListener): () => void {
    if (since < this.#compacted) throw expired(`too old resource version: ${since} (${this.#compacted + 1})`);
    for (const event of this.#events) if (event.revision > since && event.collection === collection) listener(event);
    const listeners = this.#listeners.get(collection) ?? new Set();
    this.#listeners.set(collection, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Forgets changes, as etcd does every five minutes: watches from before get 410. */
  compact(): void {
    this.#compacted = this.#revision;
    this.#events = [];
  }

  #collection(name: string): Collection {
    const all = this.#collections.get(name) ?? new Collection();
    this.#collections.set(name, all);
    return all;
  }

  #next(): number {
    this.#revision += 1;
    return this.#revision;
  }

  #tell(event: StoreEvent): void {
    this.#events.push(event);
    if (this.#events.length > keptEvents * 1.25) {
      const gone = this.#events.splice(0, this.#events.length - keptEvents);
      this.#compacted = gone.at(-1)?.revision ?? this.#compacted;
    }
    for (const listener of this.#listeners.get(event.collection) ?? []) listener(event);
  }
}
