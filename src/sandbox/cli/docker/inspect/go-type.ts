import {goTimeOf} from '../../go/time.ts';
import {marshalJson, marshalText} from '../../template/marshal.ts';
import {type GoStruct, type GoValue, untyped} from '../../template/value.ts';
import {isObject, type Json, list, object} from '../json.ts';

/** A type of Go's, as far as printing and templates can tell it from another. */
export type GoType =
  | {readonly kind: 'text' | 'bool' | 'int' | 'float' | 'time' | 'any'}
  | {readonly kind: 'slice' | 'map' | 'pointer'; readonly of: GoType}
  | {readonly kind: 'struct'; readonly name: string; readonly fields: readonly Field[]};

export interface Field {
  readonly name: string;
  /** Its name in JSON. */
  readonly json: string;
  readonly type: GoType;
  /** Left out of JSON when it is empty. */
  readonly omitEmpty: boolean;
}

export const text: GoType = {kind: 'text'};
export const bool: GoType = {kind: 'bool'};
export const int: GoType = {kind: 'int'};
export const time: GoType = {kind: 'time'};
export const any: GoType = {kind: 'any'};

export const slice = (of: GoType): GoType => ({kind: 'slice', of});
export const mapOf = (of: GoType): GoType => ({kind: 'map', of});
export const pointer = (of: GoType): GoType => ({kind: 'pointer', of});

/** A field that differs from its type alone: another name in JSON, or left out when empty. */
export interface FieldOptions {
  readonly type: GoType;
  readonly json?: string;
  readonly omitEmpty?: boolean;
}

/** A field that is left out of JSON when empty. */
export const optional = (type: GoType, json?: string): FieldOptions =>
  json === undefined ? {type, omitEmpty: true} : {type, omitEmpty: true, json};

/** A field with a name of its own in JSON. */
export const renamed = (json: string, type: GoType): FieldOptions => ({type, json});

/** A struct by its fields, in Go's order. */
export function struct(name: string, fields: Readonly<Record<string, GoType | FieldOptions>>): GoType {
  return {
    kind: 'struct',
    name,
    fields: Object.entries(fields).map(([field, given]) => {
      const options: FieldOptions = 'kind' in given ? {type: given} : given;
      return {name: field, json: options.json ?? field, type: options.type, omitEmpty: options.omitEmpty ?? false};
    }),
  };
}

/** JSON as Go holds it once it is decoded into a type: what is missing has its zero value. */
export function decode(type: GoType, json: unknown): GoValue {
  switch (type.kind) {
    case 'text':
      return typeof json === 'string' ? json : '';
    case 'bool':
      return json === true;
    case 'int':
      return typeof json === 'number' ? json : 0;
    case 'float':
      return {kind: 'float', value: typeof json === 'number' ? json : 0};
    case 'any':
      return json === undefined ? null : untyped(json);
    case 'time':
      return decodeTime(json);
    case 'slice':
      return {
        kind: 'slice',
        type: `[]${nameOf(type.of)}`,
        items: list(json).map((item) => decode(type.of, item)),
        isNil: !Array.isArray(json),
      };
    case 'map':
      return {
        kind: 'map',
        type: `map[string]${nameOf(type.of)}`,
        entries: new Map(Object.entries(object(json)).map(([key, item]) => [key, decode(type.of, item)])),
        isNil: !isObject(json),
        zero: type.of.kind === 'any' ? null : decode(type.of, undefined),
      };
    case 'pointer':
      return decodePointer(type, json);
    case 'struct':
      return decodeStruct(type, object(json));
  }
}

function decodeTime(json: unknown): GoValue {
  const given = typeof json === 'string' && json !== '' ? json : '0001-01-01T00:00:00Z';
  return {kind: 'stringer', type: 'time.Time', printed: goTimeOf(given), json: JSON.stringify(given)};
}

function decodePointer(type: Extract<GoType, {of: GoType}>, json: unknown): GoValue {
  if (json === null || json === undefined) return {kind: 'nil', type: `*${nameOf(type.of)}`};
  const value = decode(type.of, json);
  return typeof value === 'object' && value !== null && value.kind === 'struct' ? {...value, pointer: true} : value;
}

function decodeStruct(type: Extract<GoType, {kind: 'struct'}>, json: Json): GoStruct {
  const fields = new Map(type.fields.map((field) => [field.name, decode(field.type, json[field.json])]));
  return {
    kind: 'struct',
    type: type.name,
    pointer: false,
    fields,
    toJson(options) {
      const pairs = type.fields
        .filter(({name, omitEmpty}) => !omitEmpty || !isEmpty(fields.get(name)))
        .map(({name, json: key}) => `${marshalText(key, options)}:${marshalJson(fields.get(name), options)}`);
      return `{${pairs.join(',')}}`;
    },
  };
}

/** What `omitempty` leaves out. */
function isEmpty(value: GoValue): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  if (typeof value !== 'object') return false;
  if (value.kind === 'slice') return value.items.length === 0;
  if (value.kind === 'map') return value.entries.size === 0;
  return value.kind === 'nil';
}

function nameOf(type: GoType): string {
  switch (type.kind) {
    case 'text':
      return 'string';
    case 'float':
      return 'float64';
    case 'any':
      return 'interface {}';
    case 'time':
      return 'time.Time';
    case 'slice':
      return `[]${nameOf(type.of)}`;
    case 'map':
      return `map[string]${nameOf(type.of)}`;
    case 'pointer':
      return `*${nameOf(type.of)}`;
    case 'struct':
      return type.name;
    default:
      return type.kind;
  }
}
