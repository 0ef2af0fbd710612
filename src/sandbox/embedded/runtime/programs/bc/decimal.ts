import {Failure} from '../failure.ts';

/** A number of bc: `digits` divided by ten to the power of `scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const mostDigits = 10_000;
const lineLength = 69;

export const zero: Decimal = {digits: 0n, scale: 0};

function power(exponent: number): bigint {
  if (exponent > mostDigits) throw new Failure('a number with too many digits');
  return 10n ** BigInt(exponent);
}

export function parseDecimal(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  return {digits: BigInt(`${whole}${fraction}` || '0'), scale: fraction.length};
}

/** The same number with another scale; what does not fit is cut off. */
export function rescaled({digits, scale}: Decimal, wanted: number): Decimal {
  if (wanted >= scale) return {digits: digits * power(wanted - scale), scale: wanted};
  return {digits: digits / power(scale - wanted), scale: wanted};
}

export function add(one: Decimal, other: Decimal): Decimal {
  const scale = Math.max(one.scale, other.scale);
  return {digits: rescaled(one, scale).digits + rescaled(other, scale).digits, scale};
}

export function negate({digits, scale}: Decimal): Decimal {
  return {digits: -digits, scale};
}

export function multiply(one: Decimal, other: Decimal, scale: number): Decimal {
  const full = one.scale + other.scale;
  checkSize(one, other);
  return rescaled(
    {digits: one.digits * other.digits, scale: full},
    Math.min(full, Math.max(scale, one.scale, other.scale)),
  );
}

export function divide(one: Decimal, other: Decimal, scale: number): Decimal {
  if (other.digits === 0n) throw new Failure('divide by zero');
  return {digits: (one.digits * power(scale + other.scale)) / (other.digits * power(one.scale)), scale};
}

export function remainder(one: Decimal, other: Decimal, scale: number): Decimal {
  const quotient = divide(one, other, scale);
  const wanted = Math.max(scale + other.scale, one.scale);
  const product = {digits: quotient.digits * other.digits, scale: quotient.scale + other.scale};
  return rescaled(add(rescaled(one, wanted), negate(rescaled(product, wanted))), wanted);
}

export function raise(base: Decimal, exponent: Decimal, scale: number): Decimal {
  const times = Number(rescaled(exponent, 0).digits);
  const size = Math.abs(times);
  if (size * String(base.digits).length > mostDigits) throw new Failure('a number with too many digits');
  const full = {digits: base.digits ** BigInt(size), scale: base.scale * size};
  if (times < 0) return divide({digits: 1n, scale: 0}, full, scale);
  return rescaled(full, Math.min(full.scale, Math.max(scale, base.scale)));
}

export function squareRoot(value: Decimal, scale: number): Decimal {
  if (value.digits < 0n) throw new Failure('negative number');
  const wanted = Math.max(scale, value.scale);
  const target = rescaled(value, wanted * 2).digits;
  let root = 0n;
  for (let bit = 1n << BigInt(Math.ceil(target.toString(2).length / 2)); bit > 0n; bit >>= 1n)
    if ((root + bit) * (root + bit) <= target) root += bit;
  return {digits: root, scale: wanted};
}

export function compareDecimals(one: Decimal, other: Decimal): number {
  const {digits} = add(one, negate(other));
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

/** As bc prints it: no zero before the point, long numbers on several lines. */
export function decimalText(value: Decimal, base: number): string {
  const sign = value.digits < 0n ? '-' : '';
  const digits = value.digits < 0n ? -value.digits : value.digits;
  const divisor = power(value.scale);
  const whole = digits / divisor;
  const fraction = digits % divisor;
  if (value.digits === 0n) return '0';
  const head = whole === 0n ? '' : whole.toString(base).toUpperCase();
  const tail = value.scale === 0 ? '' : `.${fractionText(fraction, value.scale, base)}`;
  const text = `${sign}${head}${tail}`;
  const lines = text.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return lines.length > 1 && text.length > lineLength + 1 ? lines.join('\\\n') : text;
}

function fractionText(fraction: bigint, scale: number, base: number): string {
  if (base === 10) return fraction.toString().padStart(scale, '0');
  const divisor = power(scale);
  let rest = fraction;
  let text = '';
  for (let weight = 1n; weight < divisor; weight *= BigInt(base)) {
    rest *= BigInt(base);
    text += (rest / divisor).toString(base).toUpperCase();
    rest %= divisor;
  }
  return text;
}

function checkSize(one: Decimal, other: Decimal): void {
  if (one.digits.toString(16).length + other.digits.toString(16).length > mostDigits)
    throw new Failure('a number with too many digits');
}
