/** Times as Go writes them: RFC 3339 with as many digits as it takes, and the zero time for what never was. */
export const zeroTime = '0001-01-01T00:00:00Z';

/** `2026-01-01T00:00:00.25Z` of epoch milliseconds. */
export function goTime(ms: number | undefined): string {
  if (ms === undefined) return zeroTime;
  return new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** With nine digits always, as `docker logs -t` has it. */
export function logTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000000Z');
}

/**
 * How long something took, as people say it: `3 seconds`, `About an hour`.
 * https://github.com/docker/go-units/blob/v0.5.0/duration.go
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.trunc(seconds / 3600 + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(seconds / 3600 / 24 / 365)} years`;
}

/** A duration as Go prints it: `1.5s`, `2m0s`. */
export function goDuration(ms: number): string {
  if (ms < 1000) return ms === 0 ? '0s' : `${ms}ms`;
  const seconds = ms / 1000;
  const minutes = Math.trunc(seconds / 60);
  const hours = Math.trunc(minutes / 60);
  const rest = `${Number((seconds - minutes * 60).toFixed(3))}s`;
  if (hours > 0) return `${hours}h${minutes % 60}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

/**
 * A time a client asks by, in epoch milliseconds: seconds with up to nine digits behind the point, or RFC 3339.
 * Undefined when it is neither.
 */
export function parseTime(text: string): number | undefined {
  if (/^-?\d+(\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  const ms = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
