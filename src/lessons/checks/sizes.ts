import {z} from 'zod';
import {compares} from './matchers.ts';

const SIZE = /^(\d+(?:\.\d+)?)\s*([bkmg]?)b?$/i;
const COMPARED = /^(>=|<=|>|<)\s*(.*)$/;
const UNITS: {readonly [unit: string]: number} = {'': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3};

/** Bytes of a size as `docker run --memory` takes it (`64m`, `1g`, `67108864`); NaN when it is none. */
export function parseSize(text: string): number {
  const found = SIZE.exec(text.trim());
  if (!found) return Number.NaN;
  return Number(found[1]) * (UNITS[(found[2] ?? '').toLowerCase()] ?? Number.NaN);
}

/** The size a learner would have typed: `64m`, `1g`, `100` for 100 bytes. */
export function sizeText(bytes: number): string {
  for (const [unit, size] of [
    ['g', UNITS.g],
    ['m', UNITS.m],
    ['k', UNITS.k],
  ] as const) {
    if (size !== undefined && bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return String(bytes);
}

/** `64m`, `<= 64m`, a number of bytes, `present` (any limit) or `absent` (no limit). */
export const sizeMatcher: z.ZodType<string | number> = z.union([
  z.number().int().positive(),
  z.string().refine((text) => text === 'present' || text === 'absent' || Number.isFinite(parseSize(split(text).size)), {
    message: 'expected a size such as 64m or 1g',
  }),
]);

/** Whether a limit in bytes (0: none) is the one wanted. */
export function sizeMatches(wanted: string | number, seenBytes: number): boolean {
  if (wanted === 'absent') return seenBytes === 0;
  if (seenBytes === 0) return false;
  if (wanted === 'present') return true;
  const {operator, size} = split(String(wanted));
  const bytes = parseSize(size);
  return operator === '' ? seenBytes === bytes : compares(seenBytes, operator, bytes);
}

function split(text: string): {readonly operator: string; readonly size: string} {
  const found = COMPARED.exec(text);
  return found ? {operator: found[1] ?? '', size: found[2] ?? ''} : {operator: '', size: text};
}
