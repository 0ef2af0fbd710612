import type {Fields, Value} from '../object.ts';
import {KubeRefusal} from '../refusal.ts';
import {isFields} from '../values/reading.ts';

export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether an object has a field of its own: `constructor` is as good a name as any. */
export function has(fields: {readonly [field: string]: unknown}, field: string): boolean {
  return Object.hasOwn(fields, field);
}

/** Whether an object has no field. */
export function isEmpty(fields: object): boolean {
  for (const field in fields) if (Object.hasOwn(fields, field)) return false;
  return true;
}

/** A field of an object; undefined for what it only inherits. */
export function at(fields: Fields, field: string): Value | undefined {
  return has(fields, field) ? fields[field] : undefined;
}

/** Fields as an object that may have any name, `__proto__` too. */
export function fieldsFrom(entries: Iterable<readonly [string, Value]>): Fields {
  return Object.fromEntries(entries);
}

/** A value as Go's `%v` prints it, which error sentences quote: `map[name:web ports:[80]]`. */
export function goText(value: Value | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (isList(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isFields(value)) return String(value);
  const fields = Object.keys(value).sort();
  return `map[${fields.map((field) => `${field}:${goText(value[field])}`).join(' ')}]`;
}

/** A value as Go's `%#v` prints it: `"web"`, `map[string]interface {}{"name":"web"}`. */
export function goSyntax(value: Value | undefined): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (isList(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isFields(value)) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `map[string]interface {}{${fields.map((field) => `${JSON.stringify(field)}:${goSyntax(value[field])}`).join(', ')}}`;
}

/** A value with no null in it but those of lists: a field that is null is a field that is not there. */
export function withoutNulls(value: Value): Value {
  if (isList(value)) return value.map(withoutNulls);
  if (!isFields(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return fieldsFrom(kept.map(([field, inner]) => [field, withoutNulls(inner)] as const));
}

/** A patch that cannot be laid over this object; upstream says no more of it. */
export function notApplicable(): KubeRefusal {
  return new KubeRefusal(422, 'Invalid', 'the server rejected our request due to an error in our request');
}
