import type {RedisCall} from './command.ts';
import {requireInteger} from './numbers.ts';
import {RedisFault, syntaxFault} from './reply.ts';

const units: {readonly [option: string]: {readonly ms: number; readonly isMoment: boolean}} = {
  EX: {ms: 1000, isMoment: false},
  PX: {ms: 1, isMoment: false},
  EXAT: {ms: 1000, isMoment: true},
  PXAT: {ms: 1, isMoment: true},
};

/**
 * Options of `SET` and its like: words that stand alone, and at most one that says how long, as the epoch millisecond it
 * ends at. Throws RedisFault.
 */
export function readExpiry(
  call: RedisCall,
  options: readonly string[],
  known: readonly string[],
): {readonly words: ReadonlySet<string>; readonly expiry: number | undefined} {
  const words = new Set<string>();
  let time: {readonly unit: {readonly ms: number; readonly isMoment: boolean}; readonly text: string} | undefined;
  for (let at = 0; at < options.length; at += 1) {
    const word = (options[at] ?? '').toUpperCase();
    const unit = units[word];
    const text = options[at + 1];
    if (known.includes(word)) words.add(word);
    else if (unit && text !== undefined && !time) {
      time = {unit, text};
      at += 1;
    } else throw syntaxFault();
  }
  return {words, expiry: time && momentOf(call, time.text, time.unit)};
}

/** Epoch milliseconds of a time in some unit. Throws RedisFault for one that is none, or not positive. */
function momentOf(
  call: RedisCall,
  text: string,
  {ms, isMoment}: {readonly ms: number; readonly isMoment: boolean},
): number {
  const count = Number(requireInteger(text));
  const moment = isMoment ? count * ms : call.now() + count * ms;
  if (count <= 0 || !Number.isSafeInteger(moment))
    throw new RedisFault(`ERR invalid expire time in '${call.name}' command`);
  return moment;
}
