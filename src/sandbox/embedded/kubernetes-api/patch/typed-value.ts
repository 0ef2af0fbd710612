import type {Value} from '../object.ts';
import type {Field, ObjectType, ValueType} from '../schema/field.ts';
import {isFields} from '../values/reading.ts';
import type {Element} from './field-set.ts';
import {at, isEmpty, isList} from './json-value.ts';

const anything: ValueType = {kind: 'any'};

/** The type of a whole object. */
export function rootType(type: ObjectType): ValueType {
  return {kind: 'object', type, atomic: false};
}

export type ListType = Extract<ValueType, {readonly kind: 'list'}>;

/**
 * How server-side apply sees a value: as one, or as fields or items that may have different owners. What is of no known
 * type has fields that are told apart, and lists that are one.
 */
export function shapeOf(type: ValueType, value: Value | undefined): 'one' | 'fields' | ListType {
  switch (type.kind) {
    case 'object':
    case 'map':
      return type.atomic ? 'one' : 'fields';
    case 'list':
      return type.list === 'atomic' ? 'one' : type;
    case 'any':
      return isFields(value) && type.atomic !== true ? 'fields' : 'one';
    default:
      return 'one';
  }
}

/** The field of an object's type; undefined for the entries of a map, and for what is not listed. */
export function fieldOf(type: ValueType, name: string): Field | undefined {
  return type.kind === 'object' ? type.type.fields.get(name) : undefined;
}

/** The type of a field's or entry's value. */
export function typeOfField(type: ValueType, name: string): ValueType {
  if (type.kind === 'map') return type.value;
  return fieldOf(type, name)?.type ?? anything;
}

export function fieldElement(name: string): Element {
  return `f:${name}`;
}

/**
 * What tells an item of a list from the others: its keys, with what they are by default, or the plain value itself.
 * Undefined for an item that cannot be told apart.
 */
export function itemElement(item: Value, {keys, item: type}: ListType): Element | undefined {
  if (keys.length === 0) return item === null || typeof item === 'object' ? undefined : `v:${JSON.stringify(item)}`;
  if (!isFields(item)) return undefined;
  let parts = '';
  for (const key of keys.length > 1 ? [...keys].sort() : keys) {
    const value = at(item, key) ?? fieldOf(type, key)?.byDefault;
    if (value !== undefined) parts += `${parts === '' ? '' : ','}"${key}":${JSON.stringify(value)}`;
  }
  return parts === '' ? undefined : `k:{${parts}}`;
}

/** A list's items with their elements; what cannot be told apart is left out. */
export function itemsOf(list: readonly Value[], type: ListType): readonly (readonly [Element, Value])[] {
  const items: (readonly [Element, Value])[] = [];
  for (const value of list) {
    const element = itemElement(value, type);
    if (element !== undefined) items.push([element, value]);
  }
  return items;
}

/** Whether a value has nothing in it: null, `{}`, `[]`, or none at all. */
export function isVoid(value: Value | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (isList(value)) return value.length === 0;
  return isFields(value) && isEmpty(value);
}
