import {encode} from '../../bytes/bytes.ts';

/** Neither vowels nor what is easily confused: no word comes out by chance. */
const letters = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * What a Pod template is told by: the same for the same fields in whatever order, like `7c5ddbdf54`. How often names made
 * of it were taken already changes it.
 */
export function templateHash(template: unknown, collisionCount: number | undefined): string {
  const text = canonical(template) + (collisionCount === undefined ? '' : `#${collisionCount}`);
  return safeText(String(fnv32a(text)));
}

/** A text in letters and digits that are fit for names. */
export function safeText(text: string): string {
  return [...encode(text)].map((byte) => letters[byte % letters.length]).join('');
}

/** JSON with sorted fields; absent and null ones say the same. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined && inner !== null)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

/** http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
