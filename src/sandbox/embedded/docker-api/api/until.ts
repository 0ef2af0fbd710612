import {parseTime} from '../containers/go-time.ts';
import type {Filters} from './filters.ts';
import {badRequest} from './refusal.ts';

const units: {readonly [unit: string]: number} = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};

/** The filter `until` of a prune: a time, or how long ago (`24h`, `1h30m`); no end of time when nobody asked. Throws 400. */
export function readUntil(filters: Filters, nowMs: number): number {
  const [text, ...more] = filters.get('until') ?? [];
  if (more.length > 0) throw badRequest('more than one until filter specified');
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === text)
    return nowMs - parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
  const time = parseTime(text);
  if (time === undefined) throw badRequest(`failed to parse value as time or duration: ${JSON.stringify(text)}`);
  return time;
}
