import type {Draft, Fields, KubeObject} from '../object.ts';
import type {FieldCause} from '../refusal.ts';

/** Who makes a call. */
export interface User {
  /** `kubernetes-admin`, `system:serviceaccount:kube-system:deployment-controller` */
  readonly name: string;
  readonly groups: readonly string[];
  /** Of a service account. */
  readonly uid?: string;
  /** How it is known that it is this user: `authentication.kubernetes.io/credential-id`. */
  readonly extra?: {readonly [key: string]: readonly string[]};
  /** Who manages the fields: `kubectl-create`, `kube-controller-manager`. */
  readonly manager: string;
}

/** What a strategy may look at beyond the object itself. */
export interface StrategyContext {
  readonly user: User;
  /** RFC 3339, whole seconds, as `creationTimestamp` has it. */
  readonly now: string;
  /** Another stored object, such as the Namespace an object goes into, or a LimitRange. */
  get(collection: string, key: string): KubeObject | undefined;
  list(collection: string, namespace?: string): readonly KubeObject[];
  /** Random text as `generateName` has it: consonants and digits. */
  suffix(length: number): string;
  uid(): string;
}

/** A column of `kubectl get`. https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date' | 'number' | 'boolean';
  readonly format?: 'name';
  /** 0: always shown, 1: with `-o wide`. */
  readonly priority: 0 | 1;
  readonly cell: (object: KubeObject, now: number) => string | number | boolean;
}

/** What a kind adds to what all kinds have. Every member is upstream's behaviour, and may be left out where there is none. */
export interface Strategy {
  /** Fills in what upstream's defaulting fills in; called on create, update and patch, before validation. */
  defaults?(object: Draft): Draft;
  /** Server-set fields on create: cluster addresses, node ports, status cleared. Throws KubeRefusal. */
  prepareCreate?(object: Draft, context: StrategyContext): Draft;
  /** prepareCreate hands out what there is one of; a second object of a name is refused before it does. */
  readonly handsOut?: true;
  /** Fields a main-resource update may not touch come back, generation is the caller's. */
  prepareUpdate?(object: Draft, before: KubeObject, context: StrategyContext): Draft;
  validate?(object: Draft, context: StrategyContext): readonly FieldCause[];
  validateUpdate?(object: Draft, before: KubeObject, context: StrategyContext): readonly FieldCause[];
  /** What validateUpdate says comes before what validate says. */
  readonly changesFirst?: true;
  /** The same for a change through a part that has a path of its own: `ephemeralcontainers`, `resize`. */
  validateSubresource?(object: Draft, before: KubeObject, subresource: string): readonly FieldCause[];
  /** Lines of stderr that begin with `Warning:`, without that word. */
  warnings?(object: Draft): readonly string[];
  /** What goes with an object when it is gone for good: addresses and ports that are free again. */
  released?(object: KubeObject): void;
}

/** A kind of object the API has. */
export interface Resource {
  /** `apps`; '' for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** `deployments` */
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  /** `all` */
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** `/status` is a subresource: writes of the object leave the status alone. */
  readonly hasStatus: boolean;
  /** `metadata.generation` counts changes of the spec. */
  readonly hasGeneration: boolean;
  /** It counts changes of the annotations too. */
  readonly countsAnnotations?: boolean;
  /** `/scale`: JSON paths as a CustomResourceDefinition writes them. */
  readonly scale?: {readonly spec: string; readonly status: string; readonly selector: string};
  /** Fields `--field-selector` knows beyond `metadata.name` and `metadata.namespace`. */
  readonly selectable: {readonly [field: string]: (object: KubeObject) => string};
  readonly columns: readonly Column[];
  readonly strategy: Strategy;
  /** Default propagation of a delete; background for all but a few. */
  readonly defaultPropagation?: 'Background' | 'Orphan';
  /** Seconds a delete waits when nobody says otherwise; absent: it is gone at once. */
  readonly gracePeriodSeconds?: (object: KubeObject) => number;
  /** An OpenAPI v3 schema of its own, for kinds of a CustomResourceDefinition; the built-in table otherwise. */
  readonly schema?: Fields;
  /** What `verbs` of discovery lack compared with the usual eight. */
  readonly withoutVerbs?: readonly string[];
  /** Put on an object when it is to be deleted, so that something is seen to before it goes. */
  readonly deleteFinalizer?: string;
  /** Another way to see the objects of a collection: `autoscaling/v1`, `events.k8s.io/v1`. */
  readonly view?: View;
}

/** How objects of one version are kept as those of another. The strategy is that of the kept one. */
export interface View {
  /** `horizontalpodautoscalers.autoscaling` */
  readonly collection: string;
  /** With the apiVersion and kind of the kept one. */
  toStored(object: Draft): Draft;
  fromStored(object: KubeObject): KubeObject;
}

/** `pods`, `deployments.apps`: where the store keeps a resource's objects. */
export function collectionOf({group, plural}: Pick<Resource, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

export function apiVersionOf({group, version}: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}
