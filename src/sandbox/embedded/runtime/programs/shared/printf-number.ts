import {encode} from '../../../bytes/bytes.ts';

/** How a number is to look; the part of a conversion that numbers know. */
interface Look {
  readonly flags: string;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** JavaScript formats no more digits than this after the point. */
const mostDigits = 100;

/** A number as `printf` takes it: decimal, octal, hexadecimal, or a quote and a character. Undefined: it is none. */
export function parseInteger(text: string, unsigned = false): bigint | undefined {
  if (/^["']/.test(text)) return BigInt(encode(text)[1] ?? 0);
  const found = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.exec(text);
  if (!found) return undefined;
  const [, sign = '', digits = ''] = found;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits) * (sign === '-' ? -1n : 1n);
  const fits = unsigned ? value < 1n << 64n : BigInt.asIntN(64, value) === value;
  return fits ? value : undefined;
}

/** A number with a fraction as strtod takes it. Undefined: it is none. */
export function parseFloating(text: string): number | undefined {
  if (/^["']/.test(text)) return encode(text)[1] ?? 0;
  const trimmed = text.trimStart();
  if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(trimmed)) return Number(trimmed);
  if (/^[-+]?0[xX][0-9a-fA-F]+$/.test(trimmed)) {
    const value = Number(trimmed.replace(/^[-+]/, ''));
    return trimmed.startsWith('-') ? -value : value;
  }
  const special = /^([-+]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (!special) return undefined;
  const value = /^i/i.test(special[2] ?? '') ? Number.POSITIVE_INFINITY : Number.NaN;
  return special[1] === '-' ? -value : value;
}

/** An integer without its padding. */
export function formatInteger(value: bigint, {flags, precision, letter}: Look): string {
  const isSigned = letter === 'd' || letter === 'i';
  const radix = letter === 'o' ? 8 : letter === 'x' || letter === 'X' ? 16 : 10;
  const plain = (value < 0n ? -value : value).toString(radix);
  const cased = letter === 'X' ? plain.toUpperCase() : plain;
  const digits = cased.padStart(precision ?? 1, '0');
  if (!isSigned) return prefix(digits, {flags, letter, isZero: value === 0n}) + digits;
  return sign(value < 0n, flags) + digits;
}

function prefix(
  digits: string,
  {flags, letter, isZero}: {readonly flags: string; readonly letter: string; readonly isZero: boolean},
): string {
  if (!flags.includes('#') || isZero) return '';
  if (letter === 'o') return digits.startsWith('0') ? '' : '0';
  return letter === 'x' || letter === 'X' ? `0${letter}` : '';
}

function sign(isNegative: boolean, flags: string): string {
  if (isNegative) return '-';
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

/** A number with a fraction, without its padding. */
export function formatFloat(value: number, look: Look): string {
  const {flags, letter} = look;
  const isNegative = value < 0 || Object.is(value, -0);
  const text = Number.isFinite(value) ? digitsOf(Math.abs(value), look) : Number.isNaN(value) ? 'nan' : 'inf';
  return sign(isNegative, flags) + (letter === 'E' || letter === 'G' ? text.toUpperCase() : text);
}

function digitsOf(value: number, {flags, precision, letter}: Look): string {
  const digits = Math.min(mostDigits, precision ?? 6);
  const keepsPoint = flags.includes('#');
  switch (letter.toLowerCase()) {
    case 'f':
      return withPoint(fixed(value, digits), keepsPoint);
    case 'e':
      return exponential(value, digits);
    default:
      return general(value, Math.max(1, digits), keepsPoint);
  }
}

/** As C rounds: to the even neighbour where the value lies exactly between two. */
function fixed(value: number, digits: number): string {
  if (value >= 1e21) return BigInt(value).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '');
  const scaled = value * 10 ** digits;
  const floor = Math.floor(scaled);
  const isTie = scaled - floor === 0.5 && scaled / 10 ** digits === value;
  return isTie && floor % 2 === 0 ? (floor / 10 ** digits).toFixed(digits) : value.toFixed(digits);
}

function exponential(value: number, digits: number): string {
  return value.toExponential(digits).replace(/e([-+])(\d)$/, 'e$10$2');
}

/** `%g`: the shorter of the two, trailing zeros gone unless they are kept. */
function general(value: number, digits: number, keepsZeros: boolean): string {
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  const text =
    exponent < -4 || exponent >= digits
      ? exponential(value, digits - 1)
      : fixed(value, Math.min(mostDigits, Math.max(0, digits - 1 - exponent)));
  if (keepsZeros || !text.includes('.')) return text;
  return text.replace(/\.?0+(e|$)/, '$1');
}

function withPoint(text: string, keepsPoint: boolean): string {
  return keepsPoint && !text.includes('.') ? `${text}.` : text;
}
