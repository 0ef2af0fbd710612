import {ApiRefusal} from '../api/refusal.ts';
import {parseTime} from '../containers/go-time.ts';
import type {Daemon} from '../daemon.ts';

const units: {readonly [unit: string]: number} = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};

/** The time an `until` filter means, epoch milliseconds: a time, or so long ago (`24h`, `1h30m`). Throws 500 as Docker. */
export function parseUntil({outside}: Daemon, text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === text) {
    const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
    return outside.clock.now() - ms;
  }
  const time = parseTime(text);
  if (time === undefined)
    throw new ApiRefusal(500, `failed to parse value as time or duration: ${JSON.stringify(text)}`);
  return time;
}
