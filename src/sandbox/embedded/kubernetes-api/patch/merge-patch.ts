import type {Fields, Value} from '../object.ts';
import {isFields} from '../values/reading.ts';
import {fieldsFrom} from './json-value.ts';

/** Lays a JSON merge patch over an object: null removes, objects are merged, all else is replaced. RFC 7386. */
export function mergePatch(object: Fields, patch: Fields): Fields {
  const merged = new Map(Object.entries(object));
  for (const [field, wanted] of Object.entries(patch)) {
    if (wanted === null) {
      merged.delete(field);
      continue;
    }
    const there = merged.get(field);
    merged.set(field, isFields(wanted) && isFields(there) ? mergePatch(there, wanted) : withoutNulls(wanted));
  }
  return fieldsFrom(merged);
}

function withoutNulls(value: Value): Value {
  return isFields(value) ? mergePatch({}, value) : value;
}
