import {parseRfc3339} from '../../go/time.ts';

const units: readonly (readonly [below: number, text: (seconds: number) => string])[] = [
  [60 * 2, (s) => `${s}s`],
  [60 * 10, (s) => pair(s, 60, 'm', 1, 's')],
  [60 * 60 * 3, (s) => `${Math.floor(s / 60)}m`],
  [60 * 60 * 8, (s) => pair(s, 3600, 'h', 60, 'm')],
  [60 * 60 * 48, (s) => `${Math.floor(s / 3600)}h`],
  [60 * 60 * 24 * 8, (s) => pair(s, 86400, 'd', 3600, 'h')],
  [60 * 60 * 24 * 365 * 2, (s) => `${Math.floor(s / 86400)}d`],
  [60 * 60 * 24 * 365 * 8, (s) => pair(s, 86400 * 365, 'y', 86400, 'd')],
];

/** How long something took, as kubectl shortens it: `5s`, `2m10s`, `3h5m`, `7d`. */
export function shortDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  const unit = units.find(([below]) => seconds < below);
  return unit === undefined ? `${Math.floor(seconds / (86400 * 365))}y` : unit[1](seconds);
}

function pair(seconds: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const whole = Math.floor(seconds / big);
  const rest = Math.floor((seconds % big) / small);
  return rest === 0 ? `${whole}${bigUnit}` : `${whole}${bigUnit}${rest}${smallUnit}`;
}

/** How long ago an RFC 3339 time is; `<unknown>` when there is none. */
export function ageOf(time: string, nowMs: number): string {
  return time === '' ? '<unknown>' : shortDuration(nowMs - parseRfc3339(time));
}
