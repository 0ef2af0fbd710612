/** One conversion of a printf format: `%-8.3f`. */
export interface FormatSpec {
  readonly flags: string;
  /** Undefined: as wide as it is. */
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly conversion: string;
}

/** Nobody needs more, and a width from a script must not fill the memory. */
const widest = 65_536;

export function clampWidth(width: number): number {
  return Math.min(widest, Math.max(-widest, Math.trunc(width)));
}

/** `%s`. */
export function formatText(spec: FormatSpec, text: string): string {
  return padded(spec, spec.precision === undefined ? text : text.slice(0, spec.precision), false);
}

/** `%d`, `%i`, `%u`, `%o`, `%x`, `%X`; of numbers beyond 2^53 the digits are not all right. */
export function formatInteger(spec: FormatSpec, value: number): string {
  const whole = Number.isFinite(value) ? Math.trunc(value) : value > 0 ? 2 ** 63 : -(2 ** 63);
  const isSigned = spec.conversion === 'd' || spec.conversion === 'i';
  const number = BigInt(whole);
  const shown = isSigned || number >= 0n ? number : BigInt.asUintN(64, number);
  const magnitude = shown < 0n ? -shown : shown;
  let digits = magnitude.toString(radixOf(spec.conversion));
  if (spec.conversion === 'X') digits = digits.toUpperCase();
  if (spec.precision === 0 && magnitude === 0n) digits = '';
  digits = digits.padStart(spec.precision ?? 0, '0');
  const isAlternate = spec.flags.includes('#');
  if (isAlternate && spec.conversion === 'o' && !digits.startsWith('0')) digits = `0${digits}`;
  const prefix = isAlternate && magnitude > 0n && /x/i.test(spec.conversion) ? `0${spec.conversion}` : '';
  return padded(spec, `${isSigned ? signOf(spec, shown < 0n) : ''}${prefix}${digits}`, spec.precision === undefined);
}

/** `%f`, `%e`, `%g` and their capitals. */
export function formatFloat(spec: FormatSpec, value: number): string {
  const sign = signOf(spec, value < 0 || Object.is(value, -0));
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value)) return padded(spec, cased(spec, `${sign}${Number.isNaN(value) ? 'nan' : 'inf'}`), false);
  const precision = Math.min(100, spec.precision ?? 6);
  const kind = spec.conversion.toLowerCase();
  const digits =
    kind === 'f'
      ? fixed(magnitude, precision)
      : kind === 'e'
        ? exponential(magnitude, precision)
        : shortest(magnitude, precision === 0 ? 1 : precision, spec.flags.includes('#'));
  return padded(spec, cased(spec, `${sign}${digits}`), true);
}

function radixOf(conversion: string): number {
  return conversion === 'o' ? 8 : /x/i.test(conversion) ? 16 : 10;
}

function signOf({flags}: FormatSpec, isNegative: boolean): string {
  if (isNegative) return '-';
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function cased({conversion}: FormatSpec, text: string): string {
  return conversion === conversion.toUpperCase() ? text.toUpperCase() : text;
}

function fixed(value: number, precision: number): string {
  // toFixed leaves plain digits at 1e21.
  return value < 1e21
    ? value.toFixed(precision)
    : `${BigInt(value)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;
}

function exponential(value: number, precision: number): string {
  return value.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');
}

function shortest(value: number, precision: number, keepsZeros: boolean): string {
  const exponent = value === 0 ? 0 : Number(value.toExponential(precision - 1).split('e')[1]);
  const isFixed = exponent >= -4 && exponent < precision;
  const text = isFixed ? fixed(value, precision - 1 - exponent) : exponential(value, precision - 1);
  return keepsZeros ? text : text.replace(/(\.\d*?)0+(e|$)/, '$1$2').replace(/\.(e|$)/, '$1');
}

function padded({flags, width}: FormatSpec, text: string, mayBeZeros: boolean): string {
  if (width === undefined || text.length >= Math.abs(width)) return text;
  if (flags.includes('-') || width < 0) return text.padEnd(Math.abs(width));
  if (!flags.includes('0') || !mayBeZeros) return text.padStart(width);
  const prefix = /^[+\- ]?(?:0[xX])?/.exec(text)?.[0] ?? '';
  return prefix + text.slice(prefix.length).padStart(width - prefix.length, '0');
}
