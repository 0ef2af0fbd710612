import {parseDuration} from '../go/duration.ts';

/**
 * A point in time as the Engine takes it: whole seconds of a duration before now, seconds with nine digits after the
 * point of a date or time, seconds since 1970 as they are. Throws in docker's words.
 */
export function apiTimestamp(given: string, nowMs: number): string {
  const duration = durationOf(given);
  if (duration !== undefined) return String(Math.floor((nowMs - duration / 1e6) / 1000));
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(
    given,
  );
  if (match !== null) {
    const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
    const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
    if (!Number.isNaN(ms)) return secondsText(BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0')));
  }
  if (/^\d+(\.\d+)?$/.test(given)) return given;
  throw new Error(`failed to parse value as time or duration: ${JSON.stringify(given)}`);
}

function durationOf(given: string): number | undefined {
  try {
    return parseDuration(given);
  } catch {
    return undefined;
  }
}

function secondsText(ns: bigint): string {
  return `${ns / 1_000_000_000n}.${String(ns % 1_000_000_000n).padStart(9, '0')}`;
}
