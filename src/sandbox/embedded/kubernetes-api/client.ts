import type {Draft, Fields, KubeObject} from './object.ts';
import type {User} from './resources/resource.ts';
import type {StoreEvent} from './store/store.ts';

export interface WriteOptions {
  readonly dryRun?: boolean;
  /** Whose field it is; the user's manager when absent. */
  readonly manager?: string;
  /** `status`, `scale`, `binding`, `eviction`, `ephemeralcontainers`, `resize`, `approval`. */
  readonly subresource?: string;
}

export interface DeleteOptions {
  readonly dryRun?: boolean;
  readonly gracePeriodSeconds?: number;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export type Patch =
  | {readonly type: 'json'; readonly operations: readonly Fields[]}
  | {readonly type: 'merge' | 'strategic'; readonly patch: Fields}
  /** Server-side apply. */
  | {readonly type: 'apply'; readonly patch: Fields; readonly force: boolean};

/** A list and the revision it is of. */
export interface Listing {
  readonly items: readonly KubeObject[];
  readonly revision: number;
}

/**
 * The API as one of its users sees it, without HTTP: admission, validation and conflicts are the same. Resources are named
 * as the store names them (`pods`, `deployments.apps`); `namespace` is '' for what has none. Everything happens within the
 * call; what does not go well is thrown as a KubeRefusal. While no API server runs, every call throws Unreachable.
 */
export interface Client {
  readonly user: User;
  /** Undefined instead of a refusal when it is not there. */
  find<T extends KubeObject>(resource: string, namespace: string, name: string): T | undefined;
  get<T extends KubeObject>(resource: string, namespace: string, name: string): T;
  /** All namespaces when absent. */
  list<T extends KubeObject>(resource: string, namespace?: string): readonly T[];
  create<T extends KubeObject>(resource: string, namespace: string, object: Draft, options?: WriteOptions): T;
  /** With a resourceVersion in it, 409 when that is not the newest. Unchanged objects are stored again by nobody. */
  update<T extends KubeObject>(resource: string, object: Draft, options?: WriteOptions): T;
  patch<T extends KubeObject>(
    resource: string,
    at: {readonly namespace: string; readonly name: string},
    patch: Patch,
    options?: WriteOptions,
  ): T;
  /** The object as it is now: gone, or on its way with a deletionTimestamp. */
  delete(resource: string, namespace: string, name: string, options?: DeleteOptions): KubeObject;
  /** Changes after a revision. Throws 410. The listener is called within the change. */
  watch(resource: string, since: number, listener: (event: StoreEvent) => void): () => void;
  revision(): number;
  /** Called when the API server goes away, and when it is there again. */
  onConnection(listener: (state: 'connected' | 'lost') => void): () => void;
}

/** There is no API server to talk to: `dial tcp 172.18.0.2:6443: connect: connection refused`. */
export class Unreachable extends Error {}
