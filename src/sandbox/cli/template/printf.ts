import {quote} from '../go/quote.ts';
import {formatFloat, formatValue} from './print.ts';
import {type GoValue, typeName} from './value.ts';

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** Go's Sprintf, for the verbs that make sense in a template. https://pkg.go.dev/fmt */
export function formatPrintf(format: string, args: readonly GoValue[]): string {
  let next = 0;
  const written = format.replaceAll(
    /%([-+# 0]*)(\d*)(?:\.(\d*))?(%|.|$)/gsu,
    (_, flags: string, width: string, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%';
      if (letter === '') return '%!(NOVERB)';
      if (next >= args.length) return `%!${letter}(MISSING)`;
      const arg = args[next];
      next += 1;
      const wanted = {
        flags,
        width: Number(width),
        precision: precision === undefined ? undefined : Number(precision),
        letter,
      };
      return pad(formatVerb(arg, wanted), wanted);
    },
  );
  const extra = args.slice(next).map((arg) => `${typeName(arg)}=${formatValue(arg, 0)}`);
  return extra.length === 0 ? written : `${written}%!(EXTRA ${extra.join(', ')})`;
}

function formatVerb(arg: GoValue, verb: Verb): string {
  const {letter, precision} = verb;
  switch (letter) {
    case 'v':
      return formatValue(arg, 0);
    case 'T':
      return typeName(arg);
    case 's':
      return typeof arg === 'object' || typeof arg === 'string'
        ? cut(formatValue(arg, 0), precision)
        : wrong(arg, letter);
    case 'q':
      return typeof arg === 'string' ? quote(cut(arg, precision)) : wrong(arg, letter);
    case 't':
      return typeof arg === 'boolean' ? String(arg) : wrong(arg, letter);
    case 'd':
    case 'b':
    case 'o':
    case 'x':
    case 'X':
    case 'c':
      return formatInteger(arg, verb);
    case 'f':
    case 'F':
    case 'e':
    case 'g':
      return formatReal(arg, verb);
    default:
      return wrong(arg, letter);
  }
}

function cut(text: string, length: number | undefined): string {
  return length === undefined ? text : [...text].slice(0, length).join('');
}

function formatInteger(arg: GoValue, {letter, flags}: Verb): string {
  if (typeof arg === 'string' && (letter === 'x' || letter === 'X')) {
    const hex = [...new TextEncoder().encode(arg)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return letter === 'X' ? hex.toUpperCase() : hex;
  }
  if (typeof arg !== 'number' && typeof arg !== 'bigint') return wrong(arg, letter);
  if (letter === 'c') return String.fromCodePoint(Number(arg));
  const base = {d: 10, b: 2, o: 8, x: 16, X: 16}[letter] ?? 10;
  const digits = letter === 'X' ? arg.toString(base).toUpperCase() : arg.toString(base);
  return flags.includes('+') && arg >= 0 ? `+${digits}` : digits;
}

function formatReal(arg: GoValue, {letter, precision}: Verb): string {
  if (typeof arg !== 'object' || arg === null || arg.kind !== 'float') return wrong(arg, letter);
  if (letter === 'g') return formatFloat(arg.value);
  return letter === 'e' ? arg.value.toExponential(precision ?? 6) : arg.value.toFixed(precision ?? 6);
}

function wrong(arg: GoValue, letter: string): string {
  return arg === undefined || arg === null
    ? `%!${letter}(<nil>)`
    : `%!${letter}(${typeName(arg)}=${formatValue(arg, 0)})`;
}

function pad(text: string, {flags, width, letter}: Verb): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  const zeros = flags.includes('0') && /[dboxXfFeg]/.test(letter);
  if (!zeros) return ' '.repeat(missing) + text;
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}
