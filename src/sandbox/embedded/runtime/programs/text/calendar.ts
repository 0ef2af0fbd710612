/** A moment as a calendar and a clock on the wall show it. */
export interface CivilTime {
  readonly epochMs: number;
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 0 is the first of January. */
  readonly yearDay: number;
  readonly offsetMinutes: number;
  readonly zone: string;
}

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
export const months = [
  ...(['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'] as const),
  ...(['October', 'November', 'December'] as const),
] as const;

const dayMs = 86_400_000;

/** Days since 1970 of a date; a month or day out of its range is carried over. https://howardhinnant.github.io/date_algorithms.html */
export function daysOf(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12);
  const inYear = ((((month - 1) % 12) + 12) % 12) + 1;
  const shifted = inYear <= 2 ? carried - 1 : carried;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (inYear + (inYear > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** A moment in the time zone of a TZ like `CET-1` or `EST5`; UTC for one that only a database would know. */
export function civilTime(epochMs: number, zone?: string): CivilTime {
  const {name, offsetMinutes} = parseZone(zone);
  const local = epochMs + offsetMinutes * 60_000;
  const days = Math.floor(local / dayMs);
  const {year, month, day} = dateOf(days);
  const seconds = Math.floor((local - days * dayMs) / 1000);
  return {
    epochMs,
    year,
    month,
    day,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysOf(year, 1, 1),
    offsetMinutes,
    zone: name,
  };
}

/** https://man7.org/linux/man-pages/man3/tzset.3.html without daylight saving */
export function parseZone(zone = ''): {readonly name: string; readonly offsetMinutes: number} {
  const [, name, sign, hours, minutes = '0'] =
    /^<?([A-Za-z+\-\d]{3,}?)>?([+-]?)(\d{1,2})(?::(\d{2}))?/.exec(zone) ?? [];
  if (name === undefined || hours === undefined)
    return {name: /^[A-Z]{3,4}$/.test(zone) ? zone : 'UTC', offsetMinutes: 0};
  const west = Number(hours) * 60 + Number(minutes);
  return {name, offsetMinutes: west === 0 ? 0 : sign === '-' ? west : -west};
}

function dateOf(days: number): {readonly year: number; readonly month: number; readonly day: number} {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return {year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

/** `2024 01 02 03 04 05` of awk's mktime, in seconds; -1 for what is no time. */
export function parseTimeFields(text: string): number {
  const [year, month, day, hour, minute, second] = text.trim().split(/\s+/).map(Number);
  const fields = [year, month, day, hour, minute, second];
  if (fields.some((field) => field === undefined || Number.isNaN(field))) return -1;
  const days = daysOf(year ?? 0, month ?? 1, day ?? 1);
  return days * 86_400 + (hour ?? 0) * 3600 + (minute ?? 0) * 60 + (second ?? 0);
}

/** strftime in the C locale. https://man7.org/linux/man-pages/man3/strftime.3.html */
export function formatTime(format: string, time: CivilTime): string {
  return format.replace(/%([-_0^#:]?)([EO]?)([a-zA-Z%+])/g, (whole, flag: string, _, letter: string) => {
    const make = conversions[letter];
    if (!make) return whole;
    const text = make(time);
    if (flag === ':') return text.replace(/(..)$/, ':$1');
    if (flag === '-') return text.replace(/^[0 ]+(?=.)/, '');
    if (flag === '_') return text.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length));
    return flag === '^' ? text.toUpperCase() : text;
  });
}

const two = (number: number, fill = '0'): string => String(number).padStart(2, fill);
const twelve = (hour: number): number => (hour % 12 === 0 ? 12 : hour % 12);

const conversions: {readonly [letter: string]: (time: CivilTime) => string} = {
  a: ({weekday}) => (weekdays[weekday] ?? '').slice(0, 3),
  A: ({weekday}) => weekdays[weekday] ?? '',
  b: ({month}) => (months[month - 1] ?? '').slice(0, 3),
  h: ({month}) => (months[month - 1] ?? '').slice(0, 3),
  B: ({month}) => months[month - 1] ?? '',
  c: (time) => formatTime('%a %b %e %H:%M:%S %Y', time),
  C: ({year}) => two(Math.floor(year / 100)),
  d: ({day}) => two(day),
  D: (time) => formatTime('%m/%d/%y', time),
  e: ({day}) => two(day, ' '),
  F: (time) => formatTime('%Y-%m-%d', time),
  g: (time) => two(isoWeek(time).year % 100),
  G: (time) => String(isoWeek(time).year),
  H: ({hour}) => two(hour),
  I: ({hour}) => two(twelve(hour)),
  j: ({yearDay}) => String(yearDay + 1).padStart(3, '0'),
  k: ({hour}) => two(hour, ' '),
  l: ({hour}) => two(twelve(hour), ' '),
  m: ({month}) => two(month),
  M: ({minute}) => two(minute),
  n: () => '\n',
  N: ({epochMs}) => String(Math.floor((((epochMs % 1000) + 1000) % 1000) * 1e6)).padStart(9, '0'),
  p: ({hour}) => (hour < 12 ? 'AM' : 'PM'),
  P: ({hour}) => (hour < 12 ? 'am' : 'pm'),
  r: (time) => formatTime('%I:%M:%S %p', time),
  R: (time) => formatTime('%H:%M', time),
  s: ({epochMs}) => String(Math.floor(epochMs / 1000)),
  S: ({second}) => two(second),
  t: () => '\t',
  T: (time) => formatTime('%H:%M:%S', time),
  u: ({weekday}) => String(weekday === 0 ? 7 : weekday),
  U: ({yearDay, weekday}) => two(Math.floor((yearDay + 7 - weekday) / 7)),
  V: (time) => two(isoWeek(time).week),
  w: ({weekday}) => String(weekday),
  W: ({yearDay, weekday}) => two(Math.floor((yearDay + 7 - ((weekday + 6) % 7)) / 7)),
  x: (time) => formatTime('%m/%d/%y', time),
  X: (time) => formatTime('%H:%M:%S', time),
  y: ({year}) => two(((year % 100) + 100) % 100),
  Y: ({year}) => String(year),
  z: ({offsetMinutes}) => {
    const size = Math.abs(offsetMinutes);
    return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
  },
  Z: ({zone}) => zone,
  '%': () => '%',
};

function isoWeek({year, yearDay, weekday}: CivilTime): {readonly year: number; readonly week: number} {
  const monday = (weekday + 6) % 7;
  const week = Math.floor((yearDay - monday + 10) / 7);
  const weeksIn = (each: number): number => {
    const first = (((daysOf(each, 1, 1) + 3) % 7) + 7) % 7;
    const isLeap = daysOf(each + 1, 1, 1) - daysOf(each, 1, 1) === 366;
    return first === 3 || (isLeap && first === 2) ? 53 : 52;
  };
  if (week < 1) return {year: year - 1, week: weeksIn(year - 1)};
  return week > weeksIn(year) ? {year: year + 1, week: 1} : {year, week};
}
