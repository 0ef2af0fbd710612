import type {Admission} from '../admission/admission.ts';
import type {Draft, KubeObject} from '../object.ts';
import type {Resource, StrategyContext, User} from '../resources/resource.ts';
import type {ResourceTable} from '../resources/resource-table.ts';
import type {ObjectType} from '../schema/field.ts';
import type {Store} from '../store/store.ts';
import type {ServiceAccountTokens} from '../tokens/service-account-tokens.ts';
import {suffix, uuid} from '../values/random-text.ts';

/** What every call of the API works on. */
export interface ApiState {
  readonly store: Store;
  readonly resources: ResourceTable;
  readonly random: (count: number) => Uint8Array;
  readonly admissions: readonly Admission[];
  readonly tokens: ServiceAccountTokens;
  /** The fields of a kind; undefined for one that nobody knows the fields of. */
  readonly types: (resource: Resource) => ObjectType | undefined;
}

/** Which object a call is about. */
export interface Target {
  readonly resource: Resource;
  /** Where the store keeps it: that of its view, if it has one. */
  readonly collection: string;
  /** '' for what has none. */
  readonly namespace: string;
  readonly name: string;
  readonly user: User;
}

/** RFC 3339 in whole seconds, as every time of an object's metadata is. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function contextOf(state: ApiState, user: User): StrategyContext {
  const {store, random} = state;
  return {
    user,
    now: timestamp(store.clock.now()),
    get: (collection, key) => store.get(collection, key),
    list: (collection, namespace) => store.list(collection, namespace),
    suffix: (length) => suffix(random, length),
    uid: () => uuid(random),
  };
}

/** A draft that has all a stored object has: what a dry run answers with. */
export function asObject(draft: Draft): KubeObject {
  if (!isObject(draft)) throw new Error(`an object of kind ${draft.kind} has no name or uid`);
  return draft;
}

function isObject(draft: Draft): draft is Draft & KubeObject {
  const {apiVersion, kind, metadata} = draft;
  return apiVersion !== undefined && kind !== undefined && metadata?.name !== undefined && metadata.uid !== undefined;
}
