import type {Fields, Value} from '../object.ts';
import {KubeRefusal} from '../refusal.ts';
import {fieldsOf, isFields} from '../values/reading.ts';
import {goText, has, isList, notApplicable, withoutNulls} from './json-value.ts';

/** How items of a list are told apart and merged. */
export interface ListMerging {
  /** Undefined for lists of plain values. */
  readonly key: string | undefined;
  readonly merge: (one: Fields, other: Fields) => Fields;
}

/** A merged list before it is put in order, and the two lists its order is made of. */
export interface MergedList {
  readonly items: readonly Value[];
  /** What the patch has of it. */
  readonly order: readonly Value[];
  /** What the object had of it. */
  readonly live: readonly Value[];
}

/** Merges the items of a patch into those of an object. Throws 500 as upstream does for items that cannot be merged. */
export function mergeLists(live: readonly Value[], patch: readonly Value[], merging: ListMerging): MergedList {
  const first = live[0] ?? patch[0];
  if (isList(first)) throw notApplicable();
  const maps = isFields(first);
  if ([...live, ...patch].some((item) => kindOf(item) !== kindOf(first ?? null)))
    throw failed(`list element types are not identical: ${goText([live, patch])}`);
  if (!maps) return {items: [...new Set([...live, ...patch])], order: patch, live};
  const {key} = merging;
  if (key === undefined) throw failed('cannot merge lists without merge key for struct');
  return mergeMaps(live.filter(isFields), patch.filter(isFields), {...merging, key});
}

function mergeMaps(
  live: readonly Fields[],
  patch: readonly Fields[],
  merging: ListMerging & {readonly key: string},
): MergedList {
  const {kept, rest} = directed(live, patch, merging.key);
  const items: Fields[] = [...kept];
  const places = new Map<Value | undefined, number>();
  for (const [index, item] of items.entries()) {
    const value = item[merging.key];
    if (has(item, merging.key) && !places.has(value)) places.set(value, index);
  }
  for (const item of rest) {
    const place = places.get(keyOf(item, merging.key));
    const there = place === undefined ? undefined : items[place];
    if (place !== undefined && there) items[place] = merging.merge(there, item);
    else {
      places.set(keyOf(item, merging.key), items.length);
      items.push(fieldsOf(withoutNulls(item)));
    }
  }
  return {items, order: rest, live: kept};
}

/** Items that say `$patch: delete` or `$patch: replace` are done, and are no items any more. */
function directed(
  live: readonly Fields[],
  patch: readonly Fields[],
  key: string,
): {readonly kept: readonly Fields[]; readonly rest: readonly Fields[]} {
  const rest = patch.filter((item) => !has(item, '$patch'));
  const gone = new Set<Value | undefined>();
  let isReplaced = false;
  for (const item of patch) {
    if (!has(item, '$patch')) continue;
    const wanted = item.$patch;
    if (wanted === 'delete') gone.add(keyOf(item, key));
    else if (wanted === 'replace') isReplaced = true;
    else if (wanted === 'merge') throw failed('merging lists cannot yet be specified in the patch');
    else throw failed(`unknown patch type: ${goText(wanted)} in map: ${goText(item)}`);
  }
  if (isReplaced) return {kept: rest, rest: []};
  return {kept: live.filter((item) => !has(item, key) || !gone.has(item[key])), rest};
}

/**
 * Puts merged items in order: those of the patch as `order` has them, those only the object had as it had them. Where one of
 * the latter stood before one of the former in the object, it still does.
 */
export function arranged({items, order, live, key}: MergedList & {readonly key: string | undefined}): readonly Value[] {
  const nameOf = (item: Value) => (key !== undefined && isFields(item) ? keyOf(item, key) : item);
  const wanted = placesOf(order, nameOf);
  const before = placesOf(live, nameOf);
  const place = (places: ReadonlyMap<Value | undefined, number>, item: Value) => places.get(nameOf(item)) ?? -1;
  const ours = items.filter((item) => wanted.has(nameOf(item)));
  const theirs = items.filter((item) => !wanted.has(nameOf(item)));
  ours.sort((one, other) => place(wanted, one) - place(wanted, other));
  theirs.sort((one, other) => place(before, one) - place(before, other));
  const all: Value[] = [];
  let next = 0;
  for (const item of ours) {
    const stood = place(before, item);
    for (; next < theirs.length; next += 1) {
      const their = theirs[next] ?? null;
      if (stood < 0 || place(before, their) < 0 || place(before, their) >= stood) break;
      all.push(their);
    }
    all.push(item);
  }
  return [...all, ...theirs.slice(next)];
}

function placesOf(
  list: readonly Value[],
  nameOf: (item: Value) => Value | undefined,
): ReadonlyMap<Value | undefined, number> {
  const places = new Map<Value | undefined, number>();
  for (const [index, item] of list.entries()) if (!places.has(nameOf(item))) places.set(nameOf(item), index);
  return places;
}

function keyOf(item: Fields, key: string): Value | undefined {
  if (has(item, key)) return item[key];
  throw failed(`map: ${goText(item)} does not contain declared merge key: ${key}`);
}

function kindOf(value: Value): string {
  if (value === null || isList(value)) return value === null ? 'null' : 'list';
  if (typeof value !== 'number') return typeof value;
  return Number.isInteger(value) ? 'integer' : 'number';
}

function failed(message: string): KubeRefusal {
  return new KubeRefusal(500, '', message);
}
