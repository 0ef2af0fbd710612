import {errorOf} from '../errors.ts';
import {isObject, type Json, objects} from '../json.ts';
import {jsonPatched} from '../patch/json-patch.ts';
import {listMerge} from '../patch/merge-keys.ts';

/** A generated object with what `--overrides` says laid over it; throws in kubectl's words. */
export function mergedByOverrides(made: Json, overrides: string, type: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(overrides);
  } catch (error) {
    throw new Error(`Invalid JSON provided for overrides: ${errorOf(error).message}`);
  }
  if (type === 'json') return jsonPatched(made, objects(parsed));
  if (!isObject(parsed)) throw new Error('Invalid overrides: an object is needed');
  if (type !== 'merge' && type !== 'strategic') {
    throw new Error(`invalid override type ${JSON.stringify(type)}: one of json, merge, strategic is needed`);
  }
  return mergePatched(made, parsed, type === 'strategic' ? String(made['kind']) : undefined);
}

/** A merge patch, or a strategic one for the kind that is named, laid over an object. RFC 7386 */
export function mergePatched(target: Json, patch: Json, strategicKind?: string): Json {
  return merged(target, patch, {kind: strategicKind, path: []});
}

interface Where {
  readonly kind: string | undefined;
  readonly path: readonly string[];
}

function merged(target: Json, patch: Json, where: Where): Json {
  const result: Record<string, unknown> = {...target};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    const step = {...where, path: [...where.path, key]};
    if (value === null) delete result[key];
    else result[key] = mergedValue(result[key], value, step);
  }
  return result;
}

function mergedValue(target: unknown, patch: unknown, where: Where): unknown {
  if (isObject(patch)) return merged(isObject(target) ? target : {}, patch, where);
  const rule = where.kind !== undefined && Array.isArray(patch) ? listMerge(where.kind, where.path) : undefined;
  if (rule === undefined || !Array.isArray(patch) || !Array.isArray(target)) return patch;
  if (rule.kind === 'set') return [...new Set([...target, ...patch])];
  return mergedItems(objects(target), objects(patch), {key: rule.key, where});
}

function mergedItems(
  target: readonly Json[],
  patch: readonly Json[],
  {key, where}: {readonly key: string; readonly where: Where},
): readonly Json[] {
  const items = [...target];
  for (const item of patch) {
    const at = items.findIndex((other) => other[key] === item[key]);
    const present = items[at];
    if (item['$patch'] === 'delete') {
      if (at !== -1) items.splice(at, 1);
    } else if (present === undefined) items.push(item);
    else items[at] = merged(present, item, where);
  }
  return items;
}
