import {z} from 'zod';
import type {Json} from '../../observation.ts';

/**
 * A wanted value as a lesson writes it: equality, or `~regex` (unanchored; `^` and `$` match at line ends),
 * `>= 3` (also `<=`, `>`, `<`), `present`, `absent`.
 */
export type Matcher = string | number | boolean;

const COMPARISON = /^(>=|<=|>|<)\s*(.*)$/;

/** Why a matcher cannot be read, or undefined when it can. */
export function matcherProblem(matcher: Matcher, parseNumber: (text: string) => number = Number): string | undefined {
  if (typeof matcher !== 'string') return undefined;
  if (matcher.startsWith('~')) {
    try {
      new RegExp(matcher.slice(1), 'm');
      return undefined;
    } catch (error) {
      return `${matcher} is no regular expression: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  const comparison = COMPARISON.exec(matcher);
  if (comparison && !Number.isFinite(parseNumber(comparison[2] ?? '')))
    return `${matcher} compares with something that is no number`;
  return undefined;
}

export const matcher: z.ZodType<Matcher> = z
  .union([z.string().min(1), z.number(), z.boolean()])
  .superRefine((value, context) => {
    const message = matcherProblem(value);
    if (message !== undefined) context.addIssue({code: 'custom', message});
  });

/** `{NAME: matcher}`; YAML's numbers and booleans compare as the text they are written as. */
export const matcherMap = z.record(z.string().min(1), matcher);

/** Whether a seen value is what was wanted. `undefined`, `null` and nothing else count as absent. */
export function matches(wanted: Matcher, seen: Json | undefined): boolean {
  const there = seen !== undefined && seen !== null;
  if (wanted === 'absent') return !there;
  if (!there) return false;
  if (wanted === 'present') return true;
  const text = shown(seen);
  if (typeof wanted !== 'string') return text === String(wanted);
  if (wanted.startsWith('~')) return new RegExp(wanted.slice(1), 'm').test(text);
  const comparison = COMPARISON.exec(wanted);
  if (comparison) return text !== '' && compares(Number(text), comparison[1] ?? '', Number(comparison[2]));
  return text === wanted;
}

/** As `matches`, but plain text need only be contained: for bodies, logs and files. */
export function contains(wanted: Matcher, seen: string): boolean {
  if (typeof wanted !== 'string' || isPlain(wanted)) return seen.includes(String(wanted));
  return matches(wanted, seen === '' ? undefined : seen);
}

/** Whether a matcher is plain text that is compared as it stands. */
export function isPlain(wanted: Matcher): boolean {
  if (typeof wanted !== 'string') return true;
  return !(wanted.startsWith('~') || COMPARISON.test(wanted) || wanted === 'present' || wanted === 'absent');
}

/** `seen OPERATOR wanted` for `>=`, `<=`, `>`, `<`; anything that is no number compares with nothing. */
export function compares(seen: number, operator: string, wanted: number): boolean {
  switch (operator) {
    case '>=':
      return seen >= wanted;
    case '<=':
      return seen <= wanted;
    case '>':
      return seen > wanted;
    default:
      return seen < wanted;
  }
}

/** A value as the learner would write it: a list of words joined by spaces, an object as JSON. */
export function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => shown(item)).join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
