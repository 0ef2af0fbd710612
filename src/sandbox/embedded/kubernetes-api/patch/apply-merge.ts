import type {Fields, Value} from '../object.ts';
import type {ObjectType, ValueType} from '../schema/field.ts';
import {fieldsOf, isFields} from '../values/reading.ts';
import type {Element} from './field-set.ts';
import {at, fieldsFrom, isList} from './json-value.ts';
import {isVoid, itemsOf, type ListType, rootType, shapeOf, typeOfField} from './typed-value.ts';

/** Lays what is applied over the object that is there: fields and items it names are set, all others stay. */
export function mergeApplied(live: Fields, applied: Fields, type: ObjectType): Fields {
  return fieldsOf(merge(live, applied, rootType(type)) ?? {});
}

/** Undefined for nothing at all. */
function merge(live: Value | undefined, applied: Value | undefined, type: ValueType): Value | undefined {
  if (applied === undefined) return live;
  const shape = shapeOf(type, applied ?? live);
  const differs = applied !== null && live !== undefined && live !== null && isFields(live) !== isFields(applied);
  if (shape === 'one' || differs || (isVoid(live) && isVoid(applied))) return applied ?? undefined;
  if (shape === 'fields') return mergeFields(fieldsOf(live), fieldsOf(applied), type);
  return mergeItems(isList(live) ? live : [], isList(applied) ? applied : [], shape);
}

function mergeFields(live: Fields, applied: Fields, type: ValueType): Value | undefined {
  const merged = new Map(Object.entries(live));
  for (const [name, value] of Object.entries(applied)) {
    const result = merge(at(live, name), value, typeOfField(type, name));
    if (result === undefined) merged.delete(name);
    else merged.set(name, result);
  }
  return merged.size === 0 ? undefined : fieldsFrom(merged);
}

/**
 * Items in the order of what is applied; those only the object has stay where they stood between the others.
 */
function mergeItems(live: readonly Value[], applied: readonly Value[], type: ListType): Value | undefined {
  const ours = itemsOf(live, type);
  const theirs = itemsOf(applied, type);
  const old = firstOf(ours);
  const wanted = firstOf(theirs);
  const shared = theirs.flatMap(([element]) => (old.has(element) ? [element] : []));
  const merged: Value[] = [];
  const done = new Set<Element>();
  let nextShared = 0;
  let left = 0;
  let right = 0;
  const take = (element: Element) => {
    done.add(element);
    const value = merge(old.get(element), wanted.get(element), type.item);
    if (value !== undefined) merged.push(value);
    if (shared[nextShared] === element) nextShared += 1;
  };
  while (left < ours.length || right < theirs.length) {
    const mine = ours[left];
    const other = theirs[right];
    if (mine && other && mine[0] === other[0]) {
      take(mine[0]);
      left += 1;
      right += 1;
    } else if (mine && !wanted.has(mine[0])) {
      merged.push(mine[1]);
      left += 1;
    } else if (mine && (done.has(mine[0]) || (other && shared[nextShared] !== mine[0]))) left += 1;
    else if (other) {
      take(other[0]);
      right += 1;
    } else left += 1;
  }
  return merged.length === 0 ? undefined : merged;
}

/** The first item of every element. */
function firstOf(items: readonly (readonly [Element, Value])[]): ReadonlyMap<Element, Value> {
  const first = new Map<Element, Value>();
  for (const [element, value] of items) if (!first.has(element)) first.set(element, value);
  return first;
}
