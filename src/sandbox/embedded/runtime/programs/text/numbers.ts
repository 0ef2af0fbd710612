import {Failure} from '../failure.ts';

/** What a letter behind a number multiplies it by. */
export type Suffixes = {readonly [suffix: string]: number};

export const bkm: Suffixes = {b: 512, k: 1024, m: 1024 ** 2};
export const kmg: Suffixes = {
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
  T: 1024 ** 4,
};

const largest = 2 ** 53;

/** A whole number that is not negative. Throws Failure in busybox's words. */
export function wholeNumber(text: string, suffixes: Suffixes = {}): number {
  const [, digits, suffix = ''] = /^(\d+)(.*)$/.exec(text) ?? [];
  const factor = suffix === '' ? 1 : suffixes[suffix];
  if (digits === undefined || factor === undefined) throw new Failure(`invalid number '${text}'`);
  const number = Number(digits) * factor;
  if (number > largest) throw new Failure(`number ${text} is not in 0..${largest} range`);
  return number;
}

/** A whole number, perhaps negative. Throws Failure. */
export function signedNumber(text: string): number {
  return text.startsWith('-') ? -wholeNumber(text.slice(1)) : wholeNumber(text);
}

/** A number that lies between two bounds. Throws Failure. */
export function numberWithin(text: string, least: number, most: number): number {
  const number = wholeNumber(text);
  if (number < least || number > most) throw new Failure(`number ${text} is not in ${least}..${most} range`);
  return number;
}

/** `1.5K`, `243.0M`, as `ls -h` and `df -h` show sizes. */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length) {
    value /= 1024;
    unit += 1;
  }
  const tenths = Math.floor(value * 10 + 0.5) / 10;
  return `${tenths.toFixed(1)}${units[unit - 1] ?? ''}`;
}

/** The same without a fraction, as `ls -lh` shows the sum. */
export function humanWhole(bytes: number): string {
  return humanSize(bytes).replace(/(\d+)\.(\d)/, (_, whole: string, tenth: string) =>
    String(Number(whole) + Number(Number(tenth) >= 5)),
  );
}

const units = ['K', 'M', 'G', 'T', 'P', 'E'];
