import {decode} from '../../bytes/bytes.ts';
import type {Draft} from '../object.ts';
import {badRequest, KubeRefusal} from '../refusal.ts';
import type {Field, ObjectType, Schema, ValueType} from '../schema/field.ts';
import {scalarOf} from './scalars.ts';
import {fieldsOf, type WireField} from './wire.ts';

/** `k8s` and a zero: what every such body begins with. */
const magic = [0x6b, 0x38, 0x73, 0];
/** Deeper than any kind but a hostile one. */
const mostDepth = 64;

/**
 * Reads an object of the media type `application/vnd.kubernetes.protobuf`, which typed commands of kubectl 1.32 and later
 * send. Throws 400. https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 */
export function decodeProtobuf(bytes: Uint8Array, schema: Schema): Draft {
  if (!magic.every((byte, index) => bytes[index] === byte))
    throw badRequest('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  try {
    const {apiVersion, kind, raw} = envelope(bytes.subarray(magic.length));
    const type = schema.kind(apiVersion, kind);
    if (!type)
      throw badRequest(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`);
    return {apiVersion, kind, ...message(raw, type, 0)};
  } catch (error) {
    if (error instanceof KubeRefusal) throw error;
    throw badRequest(error instanceof Error ? error.message : String(error));
  }
}

function envelope(bytes: Uint8Array): {readonly apiVersion: string; readonly kind: string; readonly raw: Uint8Array} {
  let apiVersion = '';
  let kind = '';
  let raw = new Uint8Array(0);
  for (const {number, value} of fieldsOf(bytes)) {
    if (typeof value === 'bigint') continue;
    if (number === 2) raw = value.slice();
    if (number !== 1) continue;
    for (const field of fieldsOf(value)) {
      if (typeof field.value === 'bigint') continue;
      if (field.number === 1) apiVersion = decode(field.value);
      if (field.number === 2) kind = decode(field.value);
    }
  }
  return {apiVersion, kind, raw};
}

/** Fields by their number; those of an embedded message are below its number. */
interface Numbered {
  readonly fields: Map<number, Field>;
  readonly embedded: Map<number, Numbered>;
}

function numbered({fields}: ObjectType): Numbered {
  const root: Numbered = {fields: new Map(), embedded: new Map()};
  for (const field of fields.values()) {
    if (field.number === 0) continue;
    let place = root;
    for (const number of field.within ?? []) {
      const inner = place.embedded.get(number) ?? {fields: new Map(), embedded: new Map()};
      place.embedded.set(number, inner);
      place = inner;
    }
    place.fields.set(field.number, field);
  }
  return root;
}

type Mutable = {[name: string]: unknown};

function isMutable(value: unknown): value is Mutable {
  return typeof value === 'object' && value !== null;
}

function message(bytes: Uint8Array, type: ObjectType, depth: number): Mutable {
  if (depth > mostDepth) throw new Error('the message is too deep');
  const object: Mutable = {};
  fill(object, bytes, numbered(type), depth);
  return object;
}

function fill(object: Mutable, bytes: Uint8Array, place: Numbered, depth: number): void {
  for (const {number, value} of fieldsOf(bytes)) {
    const inner = place.embedded.get(number);
    if (inner && typeof value !== 'bigint') fill(object, value, inner, depth + 1);
    const field = place.fields.get(number);
    // Fields of a newer client are passed over, as Go does.
    if (field) put(object, field, value, depth);
  }
}

function put(object: Mutable, field: Field, value: WireField['value'], depth: number): void {
  const {name, type} = field;
  if (type.kind === 'list') {
    const list = Array.isArray(object[name]) ? object[name] : [];
    list.push(readValue(type.item, value, depth));
    object[name] = list;
    return;
  }
  if (type.kind === 'map') {
    const [key, item] = entry(type.value, value, depth);
    const known = object[name];
    const entries = isMutable(known) ? known : {};
    Object.defineProperty(entries, key, {value: item, enumerable: true, configurable: true, writable: true});
    object[name] = entries;
    return;
  }
  const read = readValue(type, value, depth);
  if (!isLeftOut(field, read)) object[name] = read;
}

/** Go sends the zeros of what is no pointer, and its JSON leaves them out. */
function isLeftOut({isPointer, required, type}: Field, value: unknown): boolean {
  if (value === undefined) return true;
  if (isPointer === true || required) return false;
  if (type.kind === 'object') return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false;
}

function readValue(type: ValueType, value: WireField['value'], depth: number): unknown {
  switch (type.kind) {
    case 'object':
      if (typeof value === 'bigint') throw new Error('a number stands where a message is expected');
      return message(value, type.type, depth + 1);
    case 'list':
      return wrapped(type.item, value, depth);
    case 'map':
      throw new Error('a map cannot stand in a list');
    default:
      return scalarOf(type.kind, value);
  }
}

/** Lists in maps are messages with one repeated field: `ExtraValue`. */
function wrapped(item: ValueType, value: WireField['value'], depth: number): readonly unknown[] {
  if (typeof value === 'bigint') throw new Error('a number stands where a message is expected');
  const items: unknown[] = [];
  for (const field of fieldsOf(value)) if (field.number === 1) items.push(readValue(item, field.value, depth + 1));
  return items;
}

function entry(type: ValueType, value: WireField['value'], depth: number): readonly [string, unknown] {
  if (typeof value === 'bigint') throw new Error('a number stands where a map is expected');
  let key = '';
  let item: unknown;
  for (const field of fieldsOf(value)) {
    if (field.number === 1 && typeof field.value !== 'bigint') key = decode(field.value);
    if (field.number === 2) item = readValue(type, field.value, depth + 1);
  }
  return [key, item ?? emptyOf(type)];
}

function emptyOf({kind}: ValueType): unknown {
  if (kind === 'object' || kind === 'any') return {};
  if (kind === 'list') return [];
  return kind === 'quantity' ? '0' : '';
}
