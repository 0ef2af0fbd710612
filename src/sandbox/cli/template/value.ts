/** How JSON is written. */
export interface MarshalOptions {
  /** Go escapes `<`, `>` and `&` unless told not to. */
  readonly escapeHtml: boolean;
}

/** A number that Go holds as float64: it prints differently from an integer. */
export interface GoFloat {
  readonly kind: 'float';
  readonly value: number;
}

export interface GoSlice {
  readonly kind: 'slice';
  /** As in an error message: `[]string`. */
  readonly type: string;
  readonly items: readonly GoValue[];
  /** A nil slice prints as `[]` and marshals as `null`. */
  readonly isNil?: boolean;
}

export interface GoMap {
  readonly kind: 'map';
  readonly type: string;
  readonly entries: ReadonlyMap<string, GoValue>;
  readonly isNil?: boolean;
  /** What `index` finds under a key that is not there: the zero value of the element type. */
  readonly zero?: GoValue;
  readonly methods?: ReadonlyMap<string, GoMethod>;
}

/** A method or function of Go's: it may throw a GoCallError. */
export interface GoMethod {
  /** How many arguments it takes; undefined is any number. */
  readonly arity: number | undefined;
  call(args: readonly GoValue[]): GoValue;
}

export interface GoStruct {
  readonly kind: 'struct';
  /** As in an error message, without a pointer's `*`: `formatter.ContainerContext`. */
  readonly type: string;
  readonly pointer: boolean;
  readonly fields: ReadonlyMap<string, GoValue>;
  readonly methods?: ReadonlyMap<string, GoMethod>;
  /** Its JSON, where that is not that of its fields under their own names. */
  toJson?(options: MarshalOptions): string;
}

/** A nil pointer of a type. */
export interface GoNil {
  readonly kind: 'nil';
  readonly type: string;
}

/** Any other thing that knows how it prints, such as a time. */
export interface GoStringer {
  readonly kind: 'stringer';
  readonly type: string;
  readonly printed: string;
  readonly json: string;
}

/** What a Go template can hold. `undefined` is no value at all, `null` a nil interface. */
export type GoValue =
  | undefined
  | null
  | boolean
  | string
  | number
  | bigint
  | GoFloat
  | GoSlice
  | GoMap
  | GoStruct
  | GoNil
  | GoStringer;

/** The name of a value's type as Go's error messages have it. */
export function typeName(value: GoValue): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'int';
    case 'undefined':
      return 'interface {}';
    case 'object':
      return value === null ? 'interface {}' : objectTypeName(value);
    default:
      return 'interface {}';
  }
}

function objectTypeName(value: Exclude<GoValue, undefined | null | boolean | string | number | bigint>): string {
  switch (value.kind) {
    case 'float':
      return 'float64';
    case 'struct':
      return value.pointer ? `*${value.type}` : value.type;
    default:
      return value.type;
  }
}

/** Whether `if` takes it for true: neither zero nor empty. */
export function isTrue(value: GoValue): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'object') return Boolean(value);
  switch (value.kind) {
    case 'float':
      return value.value !== 0;
    case 'slice':
      return value.items.length > 0;
    case 'map':
      return value.entries.size > 0;
    case 'nil':
      return false;
    case 'struct':
    case 'stringer':
      return true;
  }
}

/** A slice of strings. */
export function strings(items: readonly string[]): GoSlice {
  return {kind: 'slice', type: '[]string', items};
}

/** What JSON decodes to where Go knows no type: numbers keep their text, objects become maps. */
export function untyped(json: unknown): GoValue {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return json;
  if (Array.isArray(json)) return {kind: 'slice', type: 'interface {}', items: json.map(untyped)};
  if (typeof json !== 'object') return undefined;
  const entries = Object.entries(json).map(([key, value]): [string, GoValue] => [key, untyped(value)]);
  return {kind: 'map', type: 'interface {}', entries: new Map(entries)};
}
