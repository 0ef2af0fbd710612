/** Time as Go prints it: `2026-11-27 15:47:52 +0000 UTC`, with the fraction that is there. */
export function formatGoTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

/** An RFC 3339 time as Go prints a time: its fraction and zone stay. */
export function goTimeOf(rfc3339: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(rfc3339);
  if (match === null) return rfc3339;
  const [, day, time, fraction = '', zone = 'Z'] = match;
  const digits = fraction.replace(/0+$/, '');
  const offset = zone === 'Z' ? '+0000 UTC' : `${zone.replace(':', '')} ${zone.replace(':', '')}`;
  return `${day} ${time}${digits === '.' ? '' : digits} ${offset}`;
}

/** Seconds as RFC 3339 in UTC, without a fraction. */
export function formatRfc3339(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since 1970 of an RFC 3339 time, finer digits dropped. */
export function parseRfc3339(text: string): number {
  return Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
}

const zeroTime = '0001-01-01T00:00:00Z';

/** Whether a time is Go's zero, which stands for none. */
export function isZeroTime(text: string): boolean {
  return text === '' || text === zeroTime;
}

/** An RFC 3339 time as C's asctime has it, `Thu May  7 21:09:36 2026`; other words stay. */
export function ansiTime(text: string): string {
  const ms = parseRfc3339(text);
  if (Number.isNaN(ms) || !/^\d{4}-/.test(text)) return text;
  const [week = '', day = '', month = '', year = ''] = new Date(ms).toUTCString().split(/,? /);
  return `${week} ${month} ${day.replace(/^0/, ' ')} ${new Date(ms).toISOString().slice(11, 19)} ${year}`;
}

/** An RFC 3339 time as Go's RFC1123Z has it, in UTC: `Fri, 27 Nov 2026 22:02:00 +0000`; '' is Go's zero time. */
export function rfc1123z(text: string): string {
  if (isZeroTime(text)) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  return new Date(parseRfc3339(text)).toUTCString().replace('GMT', '+0000');
}
