/** How a quantity was written, and is written again: `500m` and `1k`, `64Mi`, `1e3`. */
export type QuantityFormat = 'decimal' | 'binary' | 'exponent';

/** An exact amount of a resource. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export interface Quantity {
  /** Billionths, the finest there is; finer amounts are rounded up. */
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

const nano = 1_000_000_000n;
const most = (2n ** 63n - 1n) * nano;
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;
const decimals: {readonly [suffix: string]: number} = {n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18};
const suffixes: {readonly [exponent: string]: string} = {
  '-9': 'n',
  '-6': 'u',
  '-3': 'm',
  '0': '',
  '3': 'k',
  '6': 'M',
  '9': 'G',
  '12': 'T',
  '15': 'P',
  '18': 'E',
};
const binaries = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** What `100m`, `1.5Gi`, `1e3` or a bare number stands for; undefined for what is no quantity. */
export function parseQuantity(value: unknown): Quantity | undefined {
  const parts = pattern.exec(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '-');
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = '', suffix = '', exponent] = parts;
  if (whole === '' && fraction === '') return undefined;
  const power = binaries.indexOf(suffix);
  const format = exponent !== undefined ? 'exponent' : power > 0 ? 'binary' : 'decimal';
  const tens = (exponent === undefined ? (decimals[suffix] ?? 0) : Number(exponent)) + 9 - fraction.length;
  if (tens > 400) return {nanos: sign === '-' ? -most : most, format};
  const digits = BigInt(whole + fraction) * (power > 0 ? 1024n ** BigInt(power) : 1n);
  const size = tens >= 0 ? digits * 10n ** BigInt(tens) : ceiling(digits, 10n ** BigInt(Math.min(-tens, 400)));
  const kept = size > most ? most : size;
  return {nanos: sign === '-' ? -kept : kept, format};
}

function ceiling(value: bigint, by: bigint): bigint {
  const whole = value / by;
  return whole * by < value ? whole + 1n : whole;
}

/** The one way a quantity is stored: `0.5` becomes `500m`, `1024Mi` becomes `1Gi`. */
export function formatQuantity({nanos, format}: Quantity): string {
  if (nanos === 0n) return '0';
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  if (format === 'binary' && size >= 1024n * nano) return sign + binaryText(ceiling(size, nano));
  let [digits, exponent] = [size, -9];
  while (digits % 10n === 0n) [digits, exponent] = [digits / 10n, exponent + 1];
  while (exponent % 3 !== 0) [digits, exponent] = [digits * 10n, exponent - 1];
  while (exponent > 18) [digits, exponent] = [digits * 1000n, exponent - 3];
  if (format === 'exponent') return `${sign}${digits}${exponent === 0 ? '' : `e${exponent}`}`;
  return `${sign}${digits}${suffixes[String(exponent)] ?? ''}`;
}

function binaryText(whole: bigint): string {
  let [digits, power] = [whole, 0];
  while (digits % 1024n === 0n && power < 6) [digits, power] = [digits / 1024n, power + 1];
  return `${digits}${binaries[power]}`;
}

/** The most usual ones are stored as they come. */
const shortForm = /^[1-9]\d{0,2}(?:[mkMG]|[KMG]i)?$/;

/** A quantity in its stored form; what is no quantity stays as it is. */
export function canonicalQuantity(value: unknown): unknown {
  if (typeof value === 'string' && shortForm.test(value)) return value;
  const quantity = parseQuantity(value);
  return quantity ? formatQuantity(quantity) : value;
}

/** Thousandths, as CPU is counted; 0 for what is no quantity. */
export function milliOf(value: unknown): number {
  return Number(ceiling(parseQuantity(value)?.nanos ?? 0n, 1_000_000n));
}

/** Whole units, rounded up, as memory and Pods are counted; 0 for what is no quantity. */
export function wholeOf(value: unknown): number {
  return Number(ceiling(parseQuantity(value)?.nanos ?? 0n, nano));
}

/** Below zero when the first is less. Anything that is no quantity counts as zero. */
export function compareQuantities(one: unknown, other: unknown): number {
  const difference = (parseQuantity(one)?.nanos ?? 0n) - (parseQuantity(other)?.nanos ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The sum, written as the first that is not zero was. */
export function addQuantities(one: unknown, other: unknown): string {
  const [left, right] = [parseQuantity(one), parseQuantity(other)];
  if (!left || left.nanos === 0n) return formatQuantity(right ?? {nanos: 0n, format: 'decimal'});
  return formatQuantity({nanos: left.nanos + (right?.nanos ?? 0n), format: left.format});
}

/** The difference, in the first one's format. */
export function subtractQuantities(one: unknown, other: unknown): string {
  const left = parseQuantity(one) ?? {nanos: 0n, format: 'decimal'};
  return formatQuantity({nanos: left.nanos - (parseQuantity(other)?.nanos ?? 0n), format: left.format});
}
