import type {Fields, Value} from '../object.ts';
import type {ObjectType, ValueType} from '../schema/field.ts';
import {fieldsOf, isFields} from '../values/reading.ts';
import {fieldsFrom, isEmpty, isList} from './json-value.ts';
import {fieldOf, rootType, typeOfField} from './typed-value.ts';

/** What upstream's types would leave out, and is to stay for now. */
export interface Kept {
  /** Fields that are null: some that nobody wrote are null in upstream's answers. */
  readonly nulls: boolean;
  /** Fields the kind has not, which somebody is still to be told of. */
  readonly unknown: boolean;
}

/**
 * An object as it comes back from upstream's types: without maps and lists that have nothing in them, unless they must be
 * there, without null, and without fields the kind has not. `emptyDir: {}` stays, `labels: {}` does not. Custom resources
 * keep what they have below their metadata. What is frozen went through this before it was stored.
 */
export function withoutEmpty(object: Fields, type: ObjectType, kept: Kept): Fields {
  return fieldsOf(cleaned(object, rootType(type), kept));
}

function cleaned(value: Value, type: ValueType, kept: Kept): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (isList(value)) {
    if (type.kind !== 'list') return value;
    const items = value.map((item) => cleaned(item, type.item, kept));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isFields(value) || type.kind === 'any') return value;
  const left: (readonly [string, Value])[] = [];
  let isSame = true;
  for (const [name, inner] of Object.entries(value)) {
    const next = cleaned(inner, typeOfField(type, name), kept);
    const goes = isLeftOut(name, next, type, kept);
    if (!goes) left.push([name, next]);
    if (goes || next !== inner) isSame = false;
  }
  return isSame ? value : fieldsFrom(left);
}

function isLeftOut(name: string, value: Value, type: ValueType, kept: Kept): boolean {
  if (type.kind !== 'object' || type.type.name === '') return false;
  const field = fieldOf(type, name);
  if (!field) return !kept.unknown && !type.type.open;
  if (field.required) return false;
  const {kind} = field.type;
  // Times are written as null where upstream's type cannot leave them out.
  if (value === null) return !kept.nulls && kind !== 'time' && kind !== 'micro-time';
  return typeof value === 'object' && (kind === 'map' || kind === 'list') && isEmpty(value);
}
