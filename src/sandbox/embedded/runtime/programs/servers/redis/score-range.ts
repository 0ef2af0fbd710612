import {requireFloat} from './numbers.ts';
import {RedisFault} from './reply.ts';
import type {Scored} from './values.ts';

/** Which members of a sorted set lie in a range. */
export type InRange = (entry: Scored) => boolean;

/** `1`, `(1`, `-inf`: scores from one end to the other. Throws RedisFault. */
export function scoreRange(low: string, high: string): InRange {
  const [min, max] = [scoreBound(low), scoreBound(high)];
  return ({score}) =>
    (min.isOpen ? score > min.score : score >= min.score) && (max.isOpen ? score < max.score : score <= max.score);
}

function scoreBound(text: string): {readonly score: number; readonly isOpen: boolean} {
  const isOpen = text.startsWith('(');
  return {score: requireFloat(isOpen ? text.slice(1) : text, 'ERR min or max is not a float'), isOpen};
}

/** `[a`, `(a`, `-`, `+`: members by their bytes, where all scores are the same. Throws RedisFault. */
export function lexRange(low: string, high: string): InRange {
  const [above, below] = [lexBound(low), lexBound(high)];
  return ({member}) => above(member, 1) && below(member, -1);
}

/** A test whether a member is on the right side (1: above, -1: below) of a bound. */
function lexBound(text: string): (member: string, side: 1 | -1) => boolean {
  if (text === '-') return (_, side) => side === 1;
  if (text === '+') return (_, side) => side === -1;
  const bound = text.slice(1);
  if (text.startsWith('[')) return (member, side) => member === bound || (side === 1 ? member > bound : member < bound);
  if (text.startsWith('(')) return (member, side) => (side === 1 ? member > bound : member < bound);
  throw new RedisFault('ERR min or max not valid string range item');
}
