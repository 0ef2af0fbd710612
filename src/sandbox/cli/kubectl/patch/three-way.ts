import {isObject, type Json, objects} from '../json.ts';
import {equalJson} from './equal.ts';
import {listMerge, retainsKeys} from './merge-keys.ts';

/** What a change is made from. */
export interface ThreeWays {
  /** What was wanted before. */
  readonly original: Json;
  /** What is wanted now. */
  readonly modified: Json;
  /** What there is. */
  readonly current: Json;
}

/** How lists are treated: by the API's own rules for a kind, or replaced as a whole. */
export type PatchRules = {readonly kind: 'merge'} | {readonly kind: 'strategic'; readonly of: string};

/**
 * The patch that brings what there is to what is wanted: additions and changes of what differs now, removals only of
 * what was wanted before. Empty when nothing is to be done.
 */
export function threeWayPatch(ways: ThreeWays, rules: PatchRules): Json {
  return mapPatch(ways, {rules, path: []});
}

/** The patch between two objects: what is gone in the second is removed. */
export function twoWayPatch(from: Json, to: Json, rules: PatchRules): Json {
  return threeWayPatch({original: from, modified: to, current: from}, rules);
}

interface Where {
  readonly rules: PatchRules;
  readonly path: readonly string[];
}

function mapPatch({original, modified, current}: ThreeWays, where: Where): Json {
  const patch: Record<string, unknown> = {};
  for (const [key, wanted] of Object.entries(modified)) {
    if (wanted === undefined) continue;
    const step = {...where, path: [...where.path, key]};
    Object.assign(patch, fieldPatch(key, {original: original[key], modified: wanted, current: current[key]}, step));
  }
  for (const key of Object.keys(original)) {
    if (modified[key] === undefined && original[key] !== undefined) patch[key] = null;
  }
  const retains = where.rules.kind === 'strategic' && retainsKeys(where.path) && Object.keys(patch).length > 0;
  return retains ? {$retainKeys: Object.keys(modified).sort(), ...patch} : patch;
}

interface FieldWays {
  readonly original: unknown;
  readonly modified: unknown;
  readonly current: unknown;
}

function fieldPatch(key: string, {original, modified, current}: FieldWays, where: Where): Json {
  if (isObject(modified) && isObject(current)) {
    const inner = mapPatch({original: isObject(original) ? original : {}, modified, current}, where);
    return Object.keys(inner).length === 0 ? {} : {[key]: inner};
  }
  if (Array.isArray(modified) && Array.isArray(current)) {
    const merge = where.rules.kind === 'strategic' ? listMerge(where.rules.of, where.path) : undefined;
    const lists = {original: Array.isArray(original) ? original : [], modified, current};
    if (merge?.kind === 'set') return setPatch(key, lists);
    if (merge?.kind === 'byKey' && [...modified, ...current].every((item) => isObject(item) && merge.key in item)) {
      return itemsPatch(key, {merge: merge.key, lists, where});
    }
  }
  return equalJson(modified, current) ? {} : {[key]: modified};
}

interface Lists {
  readonly original: readonly unknown[];
  readonly modified: readonly unknown[];
  readonly current: readonly unknown[];
}

function setPatch(key: string, {original, modified, current}: Lists): Json {
  const added = modified.filter((item) => !current.includes(item));
  const removed = original.filter((item) => !modified.includes(item));
  return {
    ...(removed.length === 0 ? {} : {[`$deleteFromPrimitiveList/${key}`]: removed}),
    ...(added.length + removed.length === 0 ? {} : {[`$setElementOrder/${key}`]: modified}),
    ...(added.length === 0 ? {} : {[key]: added}),
  };
}

interface ItemLists {
  readonly merge: string;
  readonly lists: Lists;
  readonly where: Where;
}

function itemsPatch(key: string, {merge, lists, where}: ItemLists): Json {
  const [before, wanted, there] = [objects(lists.original), objects(lists.modified), objects(lists.current)];
  const named = (items: readonly Json[], item: Json) => items.find((other) => equalJson(other[merge], item[merge]));
  const changes = wanted.flatMap((item): readonly Json[] => {
    const present = named(there, item);
    if (present === undefined) return [item];
    const inner = mapPatch({original: named(before, item) ?? {}, modified: item, current: present}, where);
    return Object.keys(inner).length === 0 ? [] : [{...inner, [merge]: item[merge]}];
  });
  const removals = before
    .filter((item) => named(wanted, item) === undefined)
    .map((item): Json => ({$patch: 'delete', [merge]: item[merge]}));
  const order = wanted.map((item) => ({[merge]: item[merge]}));
  const changed = changes.length + removals.length > 0;
  if (!changed && !isReordered(wanted, there, merge)) return {};
  return {[`$setElementOrder/${key}`]: order, ...(changed ? {[key]: [...changes, ...removals]} : {})};
}

/** Whether the wanted items stand in another order than they do now. */
function isReordered(wanted: readonly Json[], there: readonly Json[], merge: string): boolean {
  const common = there.filter((item) => wanted.some((other) => equalJson(other[merge], item[merge])));
  return !equalJson(
    common.map((item) => item[merge]),
    wanted.map((item) => item[merge]),
  );
}
