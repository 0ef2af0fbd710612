import {type Fields, same, type Value} from '../object.ts';
import type {Field, ObjectType, ValueType} from '../schema/field.ts';
import {isFields} from '../values/reading.ts';
import {type Element, type FieldSet, FieldSetBuilder} from './field-set.ts';
import {at, isList} from './json-value.ts';
import {fieldElement, fieldOf, isVoid, itemsOf, type ListType, rootType, shapeOf, typeOfField} from './typed-value.ts';

const noValues: Fields = {};

/** What is different between two objects; no field is in more than one of the sets. */
export interface Comparison {
  readonly removed: FieldSet;
  readonly modified: FieldSet;
  readonly added: FieldSet;
}

interface Sets {
  readonly removed: FieldSetBuilder;
  readonly modified: FieldSetBuilder;
  readonly added: FieldSetBuilder;
  /** Where the walk is; it grows and shrinks. */
  readonly path: Element[];
}

/** Compares two objects field by field. What both share is not looked into. */
export function compare(before: Fields, after: Fields, type: ObjectType): Comparison {
  const [removed, modified, added] = [new FieldSetBuilder(), new FieldSetBuilder(), new FieldSetBuilder()];
  walk(before, after, rootType(type), {removed, modified, added, path: []});
  return {removed: removed.build(), modified: modified.build(), added: added.build()};
}

/** Values before and after; undefined where they are not there. */
function walk(before: Value | undefined, after: Value | undefined, type: ValueType, sets: Sets): void {
  if (before === after) return;
  if (type.kind === 'any' && before && after && isFields(before) !== isFields(after)) {
    mixed(before, after, type, sets);
    return;
  }
  const shape = shapeOf(type, after ?? before);
  if (shape === 'one' || (isVoid(before) && isVoid(after))) {
    leaf(before, after, sets);
    return;
  }
  if (shape === 'fields') walkFields(before, after, type, sets);
  else walkItems(before, after, shape, sets);
  if (before === undefined) sets.added.add(sets.path);
  else if (after === undefined) sets.removed.add(sets.path);
}

function leaf(before: Value | undefined, after: Value | undefined, {added, removed, modified, path}: Sets): void {
  if (before === undefined) added.add(path);
  else if (after === undefined) removed.add(path);
  else if (!same(before, after)) modified.add(path);
}

/** An object became a plain value or a list, or the other way round. */
function mixed(before: Value, after: Value, type: ValueType, sets: Sets): void {
  sets.modified.add(sets.path);
  if (isFields(before)) walkFields(before, undefined, type, sets);
  else walkFields(undefined, after, type, sets);
}

function walkFields(before: Value | undefined, after: Value | undefined, type: ValueType, sets: Sets): void {
  const old = isFields(before) ? before : noValues;
  const now = isFields(after) ? after : noValues;
  const visit = (name: string) => {
    const was = at(old, name);
    const is = at(now, name);
    if (was === is) return;
    const field = fieldOf(type, name);
    sets.path.push(fieldElement(name));
    walk(
      was === undefined ? bareOf(type, field, before) : was,
      is === undefined ? bareOf(type, field, after) : is,
      typeOfField(type, name),
      sets,
    );
    sets.path.pop();
  };
  for (const name of Object.keys(old)) visit(name);
  for (const name of Object.keys(now)) if (!Object.hasOwn(old, name)) visit(name);
}

/**
 * What upstream's type has in place of a field that is not there: a struct in a struct, or a list that must be. Custom
 * resources have no type there.
 */
function bareOf(type: ValueType, field: Field | undefined, parent: Value | undefined): Value | undefined {
  if (!field || !isFields(parent) || type.kind !== 'object' || type.type.name === '') return undefined;
  if (field.type.kind === 'object') return isFields(field.byDefault) ? noValues : undefined;
  const isContainer = field.type.kind === 'list' || field.type.kind === 'map';
  return isContainer && field.required ? null : undefined;
}

function walkItems(before: Value | undefined, after: Value | undefined, type: ListType, sets: Sets): void {
  const old = grouped(before, type);
  const now = grouped(after, type);
  for (const [element, was] of old) {
    sets.path.push(element);
    walkGroup(was, now.get(element) ?? none, type, sets);
    sets.path.pop();
  }
  for (const [element, is] of now) {
    if (old.has(element)) continue;
    sets.path.push(element);
    walkGroup(none, is, type, sets);
    sets.path.pop();
  }
}

const none: readonly Value[] = [];

/** Items that cannot be told from each other are one. */
function walkGroup(old: readonly Value[], now: readonly Value[], {item}: ListType, sets: Sets): void {
  const [was] = old;
  const [is] = now;
  if (old.length < 2 && now.length < 2) walk(was, is, item, sets);
  else if (old.length > 1 && now.length > 1) {
    if (!same(old, now)) sets.modified.add(sets.path);
  } else if (old.length > 1) {
    if (is !== undefined) walk(undefined, is, item, sets);
    sets.removed.add(sets.path);
  } else {
    if (was !== undefined) walk(was, undefined, item, sets);
    sets.added.add(sets.path);
  }
}

/** Items by what tells them apart. */
function grouped(value: Value | undefined, type: ListType): ReadonlyMap<Element, readonly Value[]> {
  const groups = new Map<Element, Value[]>();
  for (const [element, one] of isList(value) ? itemsOf(value, type) : []) {
    const group = groups.get(element);
    if (group) group.push(one);
    else groups.set(element, [one]);
  }
  return groups;
}
