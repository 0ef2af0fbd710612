import {isFields} from './reading.ts';

/** An object whose fields are not known to be JSON: drafts, and parts of them. */
export type Loose = {readonly [field: string]: unknown};

function isUnset(value: unknown): boolean {
  return value === undefined || value === null;
}

/** An object with what it lacks of some fields; the very same one when it lacks none. */
export function filled<T extends Loose>(fields: T, defaults: Loose): T {
  let missing: Record<string, unknown> | undefined;
  for (const field of Object.keys(defaults)) {
    const given = fields[field];
    if (!isUnset(given) || defaults[field] === undefined || given === defaults[field]) continue;
    missing ??= {};
    missing[field] = defaults[field];
  }
  return missing ? {...fields, ...missing} : fields;
}

/** An object with one field changed, if it is an object or has a list; the very same one when the change changes nothing. */
export function changed<T extends Loose>(fields: T, field: string, change: (value: Loose) => unknown): T {
  const value = fields[field];
  if (!isFields(value)) return fields;
  const next = change(value);
  return next === value ? fields : {...fields, [field]: next};
}

/** An object with every object in one of its lists changed; the very same one when the change changes nothing. */
export function changedEach<T extends Loose>(
  fields: T,
  field: string,
  change: (item: Loose, index: number) => unknown,
): T {
  const list = fields[field];
  if (!Array.isArray(list)) return fields;
  let differs = false;
  const next = list.map((item: unknown, index) => {
    const result = isFields(item) ? change(item, index) : item;
    if (result !== item) differs = true;
    return result;
  });
  return differs ? {...fields, [field]: next} : fields;
}

/** An object without those of its fields that say nothing: null, and lists with nothing in them. */
export function withoutEmpty<T extends Loose>(fields: T, ...kept: readonly string[]): T {
  const saysNothing = (field: string) => {
    const value = fields[field];
    return value === null || (Array.isArray(value) && value.length === 0 && !kept.includes(field));
  };
  const names = Object.keys(fields);
  return names.some(saysNothing) ? without(fields, ...names.filter(saysNothing)) : fields;
}

/** An object without some of its fields. */
export function without<T extends Loose>(fields: T, ...unwanted: readonly string[]): T {
  if (!unwanted.some((field) => field in fields)) return fields;
  const copy = {...fields};
  for (const field of unwanted) Reflect.deleteProperty(copy, field);
  return copy;
}
