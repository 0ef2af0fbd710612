import {decode, encode} from '../../../bytes/bytes.ts';
import type {Operation} from '../syntax/ast.ts';
import {type Breathe, matchBeginning, matchEnd} from './match.ts';
import type {Pattern} from './pattern.ts';

/** `${x#pattern}` and its kin: a value without the beginning or end that matches. */
export async function trim(
  value: string,
  pattern: Pattern,
  {side, longest, breathe}: Pick<Extract<Operation, {kind: 'trim'}>, 'side' | 'longest'> & {readonly breathe: Breathe},
): Promise<string> {
  if (side === 'prefix') return value.slice((await matchBeginning(pattern, value, {longest, breathe})) ?? 0);
  const length = await matchEnd(pattern, value, {longest, breathe});
  return length === undefined ? value : value.slice(0, value.length - length);
}

/** `${x/pattern/replacement}`: with the first match of a pattern, or every one, replaced. */
export async function replaceMatches(
  value: string,
  pattern: Pattern,
  {replacement, all, breathe}: {readonly replacement: string; readonly all: boolean; readonly breathe: Breathe},
): Promise<string> {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < value.length; ) {
    await breathe();
    if (pattern.literal !== undefined) at = nextOf(value, pattern.literal, at);
    const length =
      at < value.length ? await matchBeginning(pattern, value, {from: at, longest: true, breathe}) : undefined;
    if (!length) {
      at += 1;
      continue;
    }
    parts.push(value.slice(from, at), replacement);
    at += length;
    from = at;
    if (!all) break;
  }
  return parts.join('') + value.slice(from);
}

function nextOf(value: string, literal: string, from: number): number {
  const at = literal === '' ? -1 : value.indexOf(literal, from);
  return at < 0 ? value.length : at;
}

/** `${x:offset:length}`, in bytes as busybox counts. Negative numbers count from the end. */
export function slice(value: string, offset: number, length: number | undefined): string {
  const bytes = encode(value);
  const start = offset < 0 ? Math.max(0, bytes.length + offset) : offset;
  const isTooFar = offset < 0 && -offset > bytes.length;
  const end = length === undefined ? bytes.length : length < 0 ? bytes.length + length : start + length;
  if (isTooFar || end === start) return '';
  // A negative length that leaves less than nothing is no length at all, to busybox.
  return decode(end < start ? bytes.slice(start) : bytes.slice(start, end));
}
