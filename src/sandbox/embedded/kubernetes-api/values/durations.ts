const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** A span of time as `kubectl get` writes it: `5s`, `3m20s`, `47h`, `2y30d`. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * minute) return `${seconds}s`;
  if (seconds < 10 * minute) return pair(seconds, {unit: minute, letter: 'm', rest: 1, restLetter: 's'});
  if (seconds < 3 * hour) return `${Math.floor(seconds / minute)}m`;
  if (seconds < 8 * hour) return pair(seconds, {unit: hour, letter: 'h', rest: minute, restLetter: 'm'});
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)}h`;
  if (seconds < 8 * day) return pair(seconds, {unit: day, letter: 'd', rest: hour, restLetter: 'h'});
  if (seconds < 2 * year) return `${Math.floor(seconds / day)}d`;
  if (seconds < 8 * year) return pair(seconds, {unit: year, letter: 'y', rest: day, restLetter: 'd'});
  return `${Math.floor(seconds / year)}y`;
}

interface Units {
  readonly unit: number;
  readonly letter: string;
  readonly rest: number;
  readonly restLetter: string;
}

function pair(seconds: number, {unit, letter, rest, restLetter}: Units): string {
  const whole = Math.floor(seconds / unit);
  const left = Math.floor((seconds % unit) / rest);
  return left === 0 ? `${whole}${letter}` : `${whole}${letter}${left}${restLetter}`;
}

/** How long ago an RFC 3339 time was, as columns have it; `<unknown>` when there is none. */
export function ageOf(timestamp: unknown, now: number): string {
  const ms = msOf(timestamp);
  return ms === undefined ? '<unknown>' : humanDuration(now - ms);
}

const times = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/** Milliseconds since 1970 of an RFC 3339 time. */
export function msOf(timestamp: unknown): number | undefined {
  const parts = typeof timestamp === 'string' ? times.exec(timestamp) : null;
  if (!parts) return undefined;
  const [year = 0, month = 0, dayOfMonth = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1, 7).map(Number);
  const fraction = Number(`0.${parts[7] ?? '0'}`) * 1000;
  const zone = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === '-' ? -1 : 1);
  const days = daysSince1970(year, month, dayOfMonth);
  return (((days * 24 + hours) * 60 + minutes - zone) * 60 + seconds) * 1000 + Math.floor(fraction);
}

/** Days from 1970-01-01 to a day of the Gregorian calendar; years are counted from March, so that leap days come last. */
function daysSince1970(year: number, month: number, dayOfMonth: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
