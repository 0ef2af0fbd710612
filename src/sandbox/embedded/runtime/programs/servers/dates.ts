/** Times as servers write them; everything is UTC. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Wed, 16 Apr 2025 12:00:00 GMT` */
export function httpDate(ms: number): string {
  return new Date(ms).toUTCString();
}

/** The time of a date as HTTP has it, of the preferred form alone; undefined for anything else. */
export function parseHttpDate(text: string): number | undefined {
  const [, day, month = '', year, hour, minute, second] =
    /^\w{3}, (\d{1,2}) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/.exec(text) ?? [];
  const index = months.indexOf(month);
  if (index < 0) return undefined;
  return Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second));
}

/** The parts of a time, each with its leading zeros. */
export interface DateParts {
  readonly year: string;
  /** 01 to 12. */
  readonly month: string;
  /** `Apr` */
  readonly monthName: string;
  readonly day: string;
  /** `12:00:00` */
  readonly time: string;
  readonly milliseconds: string;
}

export function dateParts(ms: number): DateParts {
  const [year = '', month = '', day = '', time = '', milliseconds = ''] = new Date(ms).toISOString().split(/[-T.Z]/);
  return {year, month, monthName: months[Number(month) - 1] ?? '', day, time, milliseconds};
}
