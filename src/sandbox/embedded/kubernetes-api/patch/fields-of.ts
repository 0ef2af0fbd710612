import type {Fields, Value} from '../object.ts';
import type {ObjectType, ValueType} from '../schema/field.ts';
import {isFields} from '../values/reading.ts';
import {type Element, type FieldSet, FieldSetBuilder} from './field-set.ts';
import {isEmpty, isList} from './json-value.ts';
import {fieldElement, fieldOf, itemsOf, type ListType, rootType, shapeOf, typeOfField} from './typed-value.ts';

/** All fields an object has: what its applier owns. */
export function fieldsOfObject(object: Fields, type: ObjectType): FieldSet {
  const set = new FieldSetBuilder();
  walk(object, rootType(type), [], set);
  return set.build();
}

/** The path grows and shrinks with the walk. */
function walk(value: Value, type: ValueType, path: Element[], set: FieldSetBuilder): void {
  const shape = shapeOf(type, value);
  if (shape === 'one') set.add(path);
  else if (shape === 'fields') {
    if (isFields(value)) walkFields(value, type, path, set);
  } else if (isList(value)) walkItems(value, shape, path, set);
}

function walkFields(value: Fields, type: ValueType, path: Element[], set: FieldSetBuilder): void {
  for (const [name, inner] of Object.entries(value)) {
    path.push(fieldElement(name));
    walk(inner, typeOfField(type, name), path, set);
    // A field that the type lists is only there through what is in it; an entry of a map is there by itself.
    const isBare = inner === null || (isFields(inner) && isEmpty(inner));
    if (isBare || !fieldOf(type, name)) set.add(path);
    path.pop();
  }
}

function walkItems(list: readonly Value[], type: ListType, path: Element[], set: FieldSetBuilder): void {
  const seen = new Map<Element, number>();
  const items = itemsOf(list, type);
  for (const [element] of items) seen.set(element, (seen.get(element) ?? 0) + 1);
  for (const [element, value] of items) {
    path.push(element);
    // Items that cannot be told from each other are one.
    if (seen.get(element) === 1) walk(value, type.item, path, set);
    set.add(path);
    path.pop();
  }
}
