/** Values that are not made of other values, as the API's JSON has them. */
export type ScalarKind =
  | 'string'
  | 'boolean'
  | 'int32'
  | 'int64'
  | 'double'
  /** Base64 in JSON. */
  | 'bytes'
  | 'quantity'
  /** RFC 3339, whole seconds. */
  | 'time'
  /** RFC 3339 with six digits of a second. */
  | 'micro-time'
  | 'duration'
  | 'int-or-string'
  /** Anything: the fields of a custom resource, `fieldsV1`, the object in a ControllerRevision. */
  | 'any';

/** What a value may be. */
export type ValueType =
  | {
      readonly kind: ScalarKind;
      /** Anything that has one owner, whatever is in it. */
      readonly atomic?: boolean;
    }
  | {
      readonly kind: 'list';
      readonly item: ValueType;
      /** How server-side apply merges it: `x-kubernetes-list-type`. */
      readonly list: 'atomic' | 'set' | 'map';
      /** `x-kubernetes-list-map-keys`; empty unless it is a map. */
      readonly keys: readonly string[];
    }
  | {readonly kind: 'map'; readonly value: ValueType; readonly atomic: boolean}
  | {
      readonly kind: 'object';
      readonly type: ObjectType;
      /** Replaced whole by server-side apply: `x-kubernetes-map-type: atomic`. */
      readonly atomic: boolean;
    };

export interface Field {
  readonly name: string;
  readonly type: ValueType;
  readonly required: boolean;
  /** Its number in protobuf; 0 where it has none. */
  readonly number: number;
  /** Numbers of the messages it is embedded in there, from the outside; absent for most. */
  readonly within?: readonly number[];
  /** What Go calls its type where that has a name: `v1.ServiceType`; it is in the sentence for a value of another type. */
  readonly goType?: string;
  /** Go tells its zero from its absence. */
  readonly isPointer?: boolean;
  /** All values it may have; empty when there is no such list. */
  readonly values: readonly string[];
  /** What it is when it is absent, where the schema says so; the keys of lists need that. */
  readonly byDefault: unknown;
  /** `x-kubernetes-patch-strategy: merge`. */
  readonly merge: boolean;
  readonly retainKeys: boolean;
  /** `x-kubernetes-patch-merge-key`; undefined for lists of plain values. */
  readonly mergeKey: string | undefined;
}

/** The fields of one kind of object, or of a part of one. */
export interface ObjectType {
  /** `io.k8s.api.core.v1.PodSpec`; '' for parts of a custom resource. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields that are not listed are kept: `x-kubernetes-preserve-unknown-fields`. */
  readonly open: boolean;
  /** Whether its values are atomic where the field says nothing else. */
  readonly atomic?: boolean;
}

/** All built-in types. */
export interface Schema {
  /** `apps/v1`, `Deployment`; undefined for what is not built in. */
  kind(apiVersion: string, kind: string): ObjectType | undefined;
  /** `io.k8s.api.core.v1.PodSpec` */
  type(name: string): ObjectType | undefined;
}
