import type {Fields} from '../object.ts';

/** Whether a value is an object with fields, not a list and not null. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The items of a list; none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a string; '' of anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The number; 0 of anything else. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** What a table has under a name that somebody sent, who may have sent `constructor`. */
export function entryOf<T>(table: {readonly [name: string]: T}, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What stands at the end of a path of fields. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const field of path) {
    if (!isFields(found)) return undefined;
    found = found[field];
  }
  return found;
}

/** Whether a value is a map of texts, such as labels. */
export function isTexts(value: unknown): value is {readonly [key: string]: string} {
  return isFields(value) && Object.values(value).every((text) => typeof text === 'string');
}

/** The texts of a map such as labels; entries that are not texts are left out. */
export function textsOf(value: unknown): {readonly [key: string]: string} {
  const texts: Record<string, string> = {};
  for (const [key, text] of Object.entries(fieldsOf(value))) if (typeof text === 'string') texts[key] = text;
  return texts;
}
