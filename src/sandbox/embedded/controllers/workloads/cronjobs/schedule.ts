/** When a CronJob's Jobs are due; milliseconds since 1970. */
export interface Schedule {
  /** The first time after another; undefined when there is none within five years. */
  next(afterMs: number): number | undefined;
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

interface Field {
  readonly values: ReadonlySet<number>;
  readonly isAny: boolean;
}

const monthNames = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const bounds: readonly Bounds[] = [
  {least: 0, most: 59, names: []},
  {least: 0, most: 23, names: []},
  {least: 1, most: 31, names: []},
  {least: 1, most: 12, names: monthNames},
  {least: 0, most: 6, names: dayNames},
];
const descriptors: {readonly [name: string]: string} = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const horizonMs = 5 * 366 * dayMs;

/**
 * A schedule of a valid CronJob, in its time zone (UTC when it has none).
 * https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function parseSchedule(text: string, timeZone: string | undefined): Schedule | undefined {
  const every = /^@every\s+(.+)$/.exec(text)?.[1];
  if (every !== undefined) {
    const pauseMs = durationMs(every);
    return pauseMs === undefined ? undefined : {next: (afterMs) => Math.floor(afterMs / 1000) * 1000 + pauseMs};
  }
  const parts = (descriptors[text] ?? text).trim().split(/\s+/);
  const fields = bounds.map((bound, index) => parseField(parts[index] ?? '', bound));
  const [minute, hour, day, month, weekday] = fields;
  if (parts.length !== bounds.length || !minute || !hour || !day || !month || !weekday) return undefined;
  const calendar = {minute, hour, day, month, weekday};
  return {next: (afterMs) => nextTime(calendar, afterMs, timeZone)};
}

function parseField(text: string, bound: Bounds): Field | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [span = '', pace] = part.split('/');
    const isAny = span === '*' || span === '?';
    const [from = '', to] = span.split('-');
    const first = isAny ? bound.least : numberOf(from, bound);
    const step = pace === undefined ? 1 : Number(pace);
    const alone = pace === undefined ? first : bound.most;
    const last = isAny ? bound.most : to === undefined ? alone : numberOf(to, bound);
    if (!(step > 0) || !(first >= bound.least) || !(last <= bound.most)) return undefined;
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return {values, isAny: /^[*?](\/1)?$/.test(text) || text.startsWith('*')};
}

function numberOf(text: string, {names}: Bounds): number {
  const named = names.indexOf(text.toLowerCase());
  return named >= 0 && text !== '' ? named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function durationMs(text: string): number | undefined {
  const units: {readonly [unit: string]: number} = {s: 1000, m: minuteMs, h: hourMs};
  if (!/^(\d+(\.\d+)?[smh])+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smh])/g))
    sum += Number(amount) * (units[unit ?? ''] ?? 0);
  return Math.max(1000, Math.round(sum / 1000) * 1000);
}

interface Calendar {
  readonly minute: Field;
  readonly hour: Field;
  readonly day: Field;
  readonly month: Field;
  readonly weekday: Field;
}

/** Goes from minute to minute, but over whole days and hours that do not fit at once. */
function nextTime(calendar: Calendar, afterMs: number, timeZone: string | undefined): number | undefined {
  let at = Math.floor(afterMs / minuteMs) * minuteMs + minuteMs;
  for (const end = afterMs + horizonMs; at < end; ) {
    const local = at + offsetMs(at, timeZone);
    if (!fitsDay(calendar, local)) at += dayMs - mod(local, dayMs);
    else if (!calendar.hour.values.has(Math.floor(mod(local, dayMs) / hourMs))) at += hourMs - mod(local, hourMs);
    else if (!calendar.minute.values.has(Math.floor(mod(local, hourMs) / minuteMs))) at += minuteMs;
    else return at;
  }
  return undefined;
}

/** A day of the month or of the week is enough when the schedule has both. */
function fitsDay({day, month, weekday}: Calendar, local: number): boolean {
  const date = new Date(local).toISOString();
  if (!month.values.has(Number(date.slice(5, 7)))) return false;
  const fitsMonthDay = day.values.has(Number(date.slice(8, 10)));
  // 1970 began on a Thursday.
  const fitsWeekday = weekday.values.has(mod(Math.floor(local / dayMs) + 4, 7));
  return day.isAny || weekday.isAny ? fitsMonthDay && fitsWeekday : fitsMonthDay || fitsWeekday;
}

/** How far a zone's clocks are ahead of UTC at a time. */
function offsetMs(at: number, timeZone: string | undefined): number {
  if (timeZone === undefined || timeZone === '' || timeZone === 'UTC' || timeZone === 'Etc/UTC') return 0;
  const format = new Intl.DateTimeFormat('en', {timeZone, timeZoneName: 'longOffset'});
  const name = format.formatToParts(at).find(({type}) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):?(\d\d)/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * minuteMs);
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
