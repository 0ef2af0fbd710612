import type {Fields, Value} from '../object.ts';
import type {ObjectType, ValueType} from '../schema/field.ts';
import {fieldsOf, isFields} from '../values/reading.ts';
import {type FieldSet, isMember, mapElements, within} from './field-set.ts';
import {fieldsFrom, isEmpty, isList} from './json-value.ts';
import {fieldElement, fieldOf, itemElement, type ListType, rootType, shapeOf, typeOfField} from './typed-value.ts';

/**
 * An object without the fields and items of a set. What is left with nothing in it is null, and so still there to its
 * owners.
 */
export function removeFields(object: Fields, set: FieldSet, type: ObjectType): Fields {
  return fieldsOf(removed(object, set, rootType(type)));
}

function removed(value: Value, set: FieldSet, type: ValueType): Value | undefined {
  const shape = shapeOf(type, value);
  if (shape === 'fields' && isFields(value)) return withoutFields(value, set, type);
  if (typeof shape === 'object' && isList(value)) return withoutItems(value, set, shape);
  // Part of what is one value cannot be taken away.
  return typeof value === 'object' ? undefined : value;
}

function withoutFields(fields: Fields, set: FieldSet, type: ValueType): Value | undefined {
  const kept: (readonly [string, Value])[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const element = fieldElement(name);
    if (isMember(set, element)) continue;
    const rest = within(set, element);
    const left = isEmpty(rest) ? value : removed(value, rest, typeOfField(type, name));
    kept.push([name, left ?? null]);
  }
  return kept.length === 0 ? undefined : fieldsFrom(kept);
}

function withoutItems(list: readonly Value[], set: FieldSet, type: ListType): Value | undefined {
  const kept: Value[] = [];
  for (const value of list) {
    const element = itemElement(value, type);
    if (element !== undefined && isMember(set, element)) continue;
    const rest = element === undefined ? {} : within(set, element);
    const left = isEmpty(rest) ? value : removed(value, rest, type.item);
    if (left !== undefined) kept.push(left);
  }
  return kept.length === 0 ? undefined : kept;
}

/** A set in which every field the type lists, and that has something below it, is a member itself. */
export function withNamedFields(set: FieldSet, type: ObjectType): FieldSet {
  return named(set, rootType(type));
}

function named(set: FieldSet, type: ValueType): FieldSet {
  return mapElements(set, (element, isThere, below) => {
    const name = element.startsWith('f:') ? element.slice(2) : undefined;
    const inner = name === undefined ? itemTypeOf(type) : typeOfField(type, name);
    const isNamed = name !== undefined && !isEmpty(below) && fieldOf(type, name) !== undefined;
    return {isMember: isThere || isNamed, below: named(below, inner)};
  });
}

function itemTypeOf(type: ValueType): ValueType {
  return type.kind === 'list' ? type.item : {kind: 'any'};
}
