import {clampWidth, type FormatSpec, formatFloat, formatInteger, formatText} from '../text/c-format.ts';

/** Text that came in from outside: where it looks like a number it is one as well. */
export class InputText {
  readonly text: string;
  #number: number | undefined | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** Undefined when it does not look like a number. */
  get number(): number | undefined {
    if (this.#number === null) this.#number = looksNumeric(this.text) ? leadingNumber(this.text) : undefined;
    return this.#number;
  }
}

/** Undefined: never set, which is both 0 and "". */
export type AwkValue = number | string | InputText | undefined;

const numeric = /^\s*[+-]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)\s*$/i;
const leading = /^\s*([+-]?)(?:(0[xX][0-9a-fA-F]+)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(inf)|(nan))/i;

function looksNumeric(text: string): boolean {
  return numeric.test(text);
}

/** What strtod makes of the beginning of a text. */
export function leadingNumber(text: string): number {
  const [, sign, hex, decimal, infinite, none] = leading.exec(text) ?? [];
  const magnitude = Number(hex ?? decimal ?? (infinite ? Number.POSITIVE_INFINITY : none ? Number.NaN : 0));
  return sign === '-' ? -magnitude : magnitude;
}

export function toNumber(value: AwkValue): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  return typeof value === 'string' ? leadingNumber(value) : (value.number ?? leadingNumber(value.text));
}

/** `format` is CONVFMT, or OFMT for print. */
export function toText(value: AwkValue, format: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value !== 'number') return value.text;
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63)
    return value < 1e21 ? String(value + 0) : String(BigInt(value));
  return formatAwk(format, [value], '%.6g');
}

export function isTrue(value: AwkValue): boolean {
  if (typeof value === 'number') return value !== 0;
  if (value === undefined) return false;
  if (typeof value === 'string') return value !== '';
  return value.number === undefined ? value.text !== '' : value.number !== 0;
}

/** Less than, equal to or greater than zero; numbers are compared as such when both are. */
export function compareValues(left: AwkValue, right: AwkValue, format: string): number {
  const [one, other] = [asNumber(left), asNumber(right)];
  if (one !== undefined && other !== undefined)
    return one < other ? -1 : one > other ? 1 : one === other ? 0 : Number.NaN;
  const [first, second] = [toText(left, format), toText(right, format)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function asNumber(value: AwkValue): number | undefined {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? undefined : value.number;
}

const specPattern = /%([-+ #0]*)(\d*)(?:(\.)(\d*))?[hlLqjzt]*([a-zA-Z%])/g;

/** printf of awk. What is missing is 0 or "". */
export function formatAwk(format: string, args: readonly AwkValue[], convert: string): string {
  let next = 0;
  return format.replace(
    specPattern,
    (whole, flags: string, width: string, point: string, precision: string, conversion: string) => {
      if (conversion === '%') return '%';
      const spec: FormatSpec = {
        flags,
        width: width === '' ? undefined : clampWidth(Number(width)),
        precision: point === undefined ? undefined : clampWidth(Number(precision)),
        conversion,
      };
      const value = args[next];
      next += 1;
      if (conversion === 'c') return formatText({...spec, precision: undefined}, characterOf(value));
      if (conversion === 's') return formatText(spec, toText(value, convert));
      if ('diouxX'.includes(conversion))
        return formatInteger(spec, Number.isNaN(toNumber(value)) ? 0 : toNumber(value));
      return 'eEfFgG'.includes(conversion) ? formatFloat(spec, toNumber(value)) : whole;
    },
  );
}

function characterOf(value: AwkValue): string {
  const number = asNumber(value);
  if (number === undefined || value === undefined) return [...toText(value, '%.6g')][0] ?? '';
  const code = Math.trunc(number);
  // One byte: beyond ASCII that is no character by itself.
  const byte = code & 255;
  return String.fromCharCode(byte < 128 ? byte : 0xdc00 + byte);
}
