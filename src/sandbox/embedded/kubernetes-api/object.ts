import type {ObjectMeta, OwnerReference} from 'kubernetes-types/meta/v1';

/** A value of an API object, as JSON has it. */
export type Value = null | boolean | number | string | readonly Value[] | Fields;
export type Fields = {readonly [field: string]: Value};

/** A type of the API, never to be changed in place: everybody who reads the store holds the same objects. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? {readonly [Key in keyof T]: Frozen<T[Key]>}
    : T;

/** What every stored object has. */
export type Meta = Frozen<ObjectMeta> & {readonly name: string; readonly uid: string; readonly resourceVersion: string};

/**
 * An object as it is stored. Kinds have their types from `kubernetes-types`: `Stored<Pod>`. The store freezes objects,
 * deeply; a change is a new object that shares what stayed.
 */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Meta;
  readonly [field: string]: unknown;
}

export type Stored<T> = Frozen<Omit<T, 'metadata' | 'apiVersion' | 'kind'>> & KubeObject;

/** An object as a client sends it: not named yet where `generateName` is used, not known to the store. */
export type Draft = {readonly apiVersion?: string; readonly kind?: string; readonly metadata?: Frozen<ObjectMeta>} & {
  readonly [field: string]: unknown;
};

/** `default/web`; `web` for what has no namespace. */
export function keyOf(namespace: string | undefined, name: string): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
}

export function keyOfObject({metadata}: KubeObject): string {
  return keyOf(metadata.namespace, metadata.name);
}

/** The owner that is to see to an object, if it has one. */
export function controllerOf({metadata}: KubeObject): Frozen<OwnerReference> | undefined {
  return metadata.ownerReferences?.find(({controller}) => controller === true);
}

/** Freezes a value and everything in it. What is frozen already is taken to be so all the way down. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
  return value;
}

/** Whether two values of the API say the same; the order of fields is nothing. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => same(item, other[index]));
  }
  const left = Object.entries(one).filter(([, value]) => value !== undefined);
  const right = Object.entries(other).filter(([, value]) => value !== undefined);
  const theirs = new Map(right);
  return left.length === right.length && left.every(([key, value]) => theirs.has(key) && same(value, theirs.get(key)));
}
