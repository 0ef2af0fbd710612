import type {Fields, Value} from '../object.ts';
import type {ObjectType, ValueType} from '../schema/field.ts';
import {isFields} from '../values/reading.ts';

/** What an empty Go value of a kind is; anything else is a text. */
const emptyValues: {readonly [kind: string]: Value} = {
  boolean: false,
  int32: 0,
  int64: 0,
  double: 0,
  object: {},
  map: {},
  list: [],
};

/**
 * An object as Go reads it: a null is a value that was not given, and in a list an empty one. The same object when there is
 * none in it.
 */
export function withoutNulls(fields: Fields, type: ObjectType): Fields {
  let changed: Record<string, Value> | undefined;
  for (const [name, value] of Object.entries(fields)) {
    const field = type.fields.get(name);
    if (!field) continue;
    const next = value === null ? undefined : valueWithoutNulls(value, field.type);
    if (next === value || (value === null && isKept(name, field.type))) continue;
    changed ??= {...fields};
    if (next === undefined) delete changed[name];
    else changed[name] = next;
  }
  return changed ?? fields;
}

/** Times that a Go type always has are told as null when they are not set: `lastProbeTime`. */
function isKept(name: string, {kind}: ValueType): boolean {
  return kind === 'any' || (kind === 'time' && name.startsWith('last'));
}

function valueWithoutNulls(value: Value, type: ValueType): Value {
  switch (type.kind) {
    case 'object':
      return isFields(value) ? withoutNulls(value, type.type) : value;
    case 'list': {
      if (!Array.isArray(value)) return value;
      const items = value.map((item: Value) =>
        item === null ? (emptyValues[type.item.kind] ?? '') : valueWithoutNulls(item, type.item),
      );
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    case 'map': {
      if (!isFields(value)) return value;
      const entries = Object.entries(value).map(([key, inner]): [string, Value] => [
        key,
        inner === null ? (emptyValues[type.value.kind] ?? '') : valueWithoutNulls(inner, type.value),
      ]);
      return entries.every(([key, inner]) => inner === value[key]) ? value : Object.fromEntries(entries);
    }
    default:
      return value;
  }
}
