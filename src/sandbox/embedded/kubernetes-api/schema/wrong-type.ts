import type {ValueType} from './field.ts';

/** A field whose value is of another type than it should be. */
export interface WantedType {
  readonly type: ValueType;
  /** `v1.ServiceType`, where Go has a name for a plain type. */
  readonly goType: string | undefined;
  /** `ServiceSpec.spec.type` */
  readonly field: string;
}

/** Who makes an object of what was sent, and so says what cannot be one. */
export interface Maker {
  /** A value is of another type. */
  otherType(value: unknown, wanted: WantedType): string;
  /** A value is of the type, and is not as those are. */
  unreadable(why: string, kind: ValueType['kind']): string;
}

/** The reader of JSON. https://pkg.go.dev/encoding/json#UnmarshalTypeError */
export const fromJson: Maker = {otherType: notUnmarshalled, unreadable: (why) => why};

/** Who makes an object of an unstructured one, after a strategic merge. https://pkg.go.dev/k8s.io/apimachinery/pkg/runtime#UnstructuredConverter */
export const fromUnstructured: Maker = {
  otherType: notConverted,
  unreadable: (why, kind) => (kind === 'bytes' ? `error decoding from json: ${why}` : why),
};

function notUnmarshalled(value: unknown, {type, goType, field}: WantedType): string {
  const seen = typeof value === 'number' && isIntegral(type) ? `number ${value}` : jsonTypeOf(value);
  return `json: cannot unmarshal ${seen} into Go struct field ${field} of type ${goTypeOf(type, goType)}`;
}

function notConverted(value: unknown, wanted: WantedType): string {
  switch (wanted.type.kind) {
    case 'list':
      return `cannot restore slice from ${goKindOf(value)}`;
    case 'map':
      return `cannot restore map from ${goKindOf(value)}`;
    case 'object':
      return `cannot restore struct from: ${goKindOf(value)}`;
    case 'string':
    case 'boolean':
    case 'int32':
    case 'int64':
    case 'double':
      // Go converts a number to another, and a whole one to a letter.
      return typeof value === 'number' &&
        (Number.isInteger(value) ? wanted.type.kind !== 'boolean' : isNumeric(wanted.type))
        ? `cannot convert ${goValueType(value)} to ${goTypeOf(wanted.type, wanted.goType)}`
        : `unrecognized type: ${goTypeOf(wanted.type, undefined)}`;
    default:
      // These read their own JSON.
      return notUnmarshalled(value, wanted);
  }
}

function goKindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  return typeof value === 'object' ? 'map' : goValueType(value);
}

function goValueType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'object' ? 'map[string]interface {}' : jsonTypeOf(value);
}

function isNumeric({kind}: ValueType): boolean {
  return kind === 'int32' || kind === 'int64' || kind === 'double';
}

function isIntegral({kind}: ValueType): boolean {
  return kind === 'int32' || kind === 'int64' || kind === 'int-or-string';
}

function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** `[]v1.Container`, `map[string]string`, `int32`. */
function goTypeOf(type: ValueType, named: string | undefined): string {
  if (type.kind === 'list') return `[]${goTypeOf(type.item, named)}`;
  if (named !== undefined) return named;
  switch (type.kind) {
    case 'map':
      return `map[string]${goTypeOf(type.value, undefined)}`;
    case 'object':
      return type.type.name === '' ? 'object' : type.type.name.split('.').slice(-2).join('.');
    case 'boolean':
      return 'bool';
    case 'int64':
      return 'int64';
    case 'int32':
    case 'int-or-string':
      return 'int32';
    case 'double':
      return 'float64';
    case 'bytes':
      return '[]uint8';
    default:
      return 'string';
  }
}
