import {Failure} from '../failure.ts';
import {civilTime, daysOf, months, parseZone} from './calendar.ts';

interface DateParts {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
}

/** Forms of busybox' `date -d`: what is missing is today, at midnight where no time is said. */
const forms: readonly (readonly [RegExp, (found: readonly string[], year: number) => DateParts])[] = [
  [
    /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/,
    ([hour, minute, second]) => ({hour: Number(hour), minute: Number(minute), second: Number(second ?? 0)}),
  ],
  [
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d+)?)?)?)?Z?$/,
    ([year, month, day, hour, minute, second]) => dateParts([year, month, day, hour, minute, second]),
  ],
  [
    /^(\d{4})\.(\d{1,2})\.(\d{1,2})-(\d{1,2}):(\d{2})(?::(\d{2}))?$/,
    ([year, month, day, hour, minute, second]) => dateParts([year, month, day, hour, minute, second]),
  ],
  [
    /^(\d{1,2})\.(\d{1,2})-(\d{1,2}):(\d{2})(?::(\d{2}))?$/,
    ([month, day, hour, minute, second], year) => dateParts([String(year), month, day, hour, minute, second]),
  ],
  [
    /^(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))?$/,
    ([month, day, hour, minute, second], year) => dateParts([String(year), month, day, hour, minute, second]),
  ],
  [
    /^(?:(\d{2})?(\d{2}))?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/,
    ([century, short, month, day, hour, minute, second], year) =>
      dateParts([fullYear(century, short, year), month, day, hour, minute, second]),
  ],
  [
    /^(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) +(\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))?(?: [A-Z]+)? ?(\d{4})?$/,
    ([name = '', day, hour, minute, second, year], now) =>
      dateParts([year ?? String(now), monthOf(name), day, hour, minute, second]),
  ],
  [/^(\d{4})(\d{2})(\d{2})$/, ([year, month, day]) => dateParts([year, month, day])],
];

/** A time somebody wrote, in milliseconds. Throws Failure in busybox's words. */
export function parseDate(
  text: string,
  {now, zone}: {readonly now: number; readonly zone: string | undefined},
): number {
  const epoch = /^@(-?\d+)$/.exec(text)?.[1];
  if (epoch !== undefined) return Number(epoch) * 1000;
  const today = civilTime(now, zone);
  if (text === 'now') return now;
  for (const [pattern, read] of forms) {
    const found = pattern.exec(text)?.slice(1);
    if (!found) continue;
    const parts = read(found, today.year);
    const {year = today.year, month = today.month, day = today.day, hour = 0, minute = 0, second = 0} = parts;
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) break;
    const seconds = daysOf(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    // A Z says UTC, whatever the zone.
    const offset = text.endsWith('Z') ? 0 : parseZone(zone).offsetMinutes;
    return seconds * 1000 - offset * 60_000;
  }
  throw new Failure(`invalid date '${text}'`);
}

function dateParts([year, month, day, hour, minute, second]: readonly (string | undefined)[]): DateParts {
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  };
}

function fullYear(century: string | undefined, short: string | undefined, now: number): string {
  if (short === undefined) return String(now);
  return century === undefined
    ? String(Number(short) < 69 ? 2000 + Number(short) : 1900 + Number(short))
    : century + short;
}

function monthOf(name: string): string {
  return String(months.findIndex((month) => month.startsWith(name)) + 1);
}
