import {LineFault} from './fault.ts';
import {goQuote} from './go-quote.ts';

const units: {readonly [unit: string]: number} = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
const longest = 2 ** 63;

/** Nanoseconds of `1m30s`. Throws in Go's words. https://pkg.go.dev/time#ParseDuration */
export function parseGoDuration(text: string): number {
  const [, sign = '', magnitude = ''] = /^([+-]?)([\s\S]*)$/.exec(text) ?? [];
  if (magnitude === '0') return 0;
  const invalid = new LineFault(`time: invalid duration ${goQuote(text)}`);
  if (magnitude === '') throw invalid;
  let sum = 0;
  for (let rest = magnitude; rest !== ''; ) {
    const [whole, number, unit = ''] = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? [];
    if (whole === undefined || number === undefined) throw invalid;
    if (unit === '') throw new LineFault(`time: missing unit in duration ${goQuote(text)}`);
    const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (factor === undefined) throw new LineFault(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    sum += Number(number) * factor;
    if (sum >= longest) throw invalid;
    rest = rest.slice(whole.length);
  }
  return (sign === '-' ? -1 : 1) * Math.trunc(sum);
}

/** Nanoseconds as Go prints them: `1h0m0s`, `1.5s`, `90ms`. */
export function goDurationText(nanoseconds: number): string {
  const sign = nanoseconds < 0 ? '-' : '';
  const size = Math.abs(nanoseconds);
  if (size === 0) return '0s';
  if (size < 1e3) return `${sign}${size}ns`;
  if (size < 1e6) return `${sign}${size / 1e3}µs`;
  if (size < 1e9) return `${sign}${size / 1e6}ms`;
  const hours = Math.floor(size / 3600e9);
  const minutes = Math.floor(size / 60e9) % 60;
  const seconds = (size % 60e9) / 1e9;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}s` : `${sign}${seconds}s`;
}
