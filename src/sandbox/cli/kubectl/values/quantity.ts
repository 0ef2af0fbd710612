/**
 * An amount: a whole number of units of ten to the `scale`, and the way it was written.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export interface Quantity {
  /** In thousandth parts of a thousandth, so that no fraction that is written is lost: 1e-9. */
  readonly nano: bigint;
  readonly format: 'decimal' | 'binary' | 'exponent';
}

const decimal: Readonly<Record<string, number>> = {n: 0, u: 3, m: 6, '': 9, k: 12, M: 15, G: 18, T: 21, P: 24, E: 27};
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const pattern = /^([+-]?)(\d+\.?\d*|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** Reads `500m`, `1Gi`, `2`, `1e3`; undefined when it is none. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = '0', suffix = ''] = match;
  const [whole = '0', fraction = ''] = digits.split('.');
  const amount = BigInt(`${whole}${fraction}` || '0');
  const power = binary.indexOf(suffix);
  const exponent = /^[eE][+-]?\d+$/.test(suffix) ? Number(suffix.slice(1)) + 9 : (decimal[suffix] ?? 9);
  const isBinary = suffix !== '' && power > 0;
  const nano = scaled(isBinary ? amount * 1024n ** BigInt(power) : amount, (isBinary ? 9 : exponent) - fraction.length);
  const format = isBinary ? 'binary' : /^[eE]/.test(suffix) && suffix.length > 1 ? 'exponent' : 'decimal';
  return {nano: sign === '-' ? -nano : nano, format};
}

/** Rounds away from zero, as amounts are. */
function scaled(amount: bigint, exponent: number): bigint {
  if (exponent >= 0) return amount * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return (amount + divisor - 1n) / divisor;
}

export function compareQuantities(left: Quantity, right: Quantity): number {
  return left.nano < right.nano ? -1 : left.nano > right.nano ? 1 : 0;
}

export const zeroQuantity: Quantity = {nano: 0n, format: 'decimal'};

/** The sum, written as the first is; as the second where the first is nothing. */
export function addQuantities(left: Quantity, right: Quantity): Quantity {
  return {nano: left.nano + right.nano, format: left.nano === 0n ? right.format : left.format};
}

/** The shortest way to write an amount in its format: `1500m`, `1Gi`, `2`. */
export function formatQuantity({nano, format}: Quantity): string {
  if (nano === 0n) return '0';
  const sign = nano < 0n ? '-' : '';
  const size = nano < 0n ? -nano : nano;
  if (format === 'binary' && size >= 1024n * 10n ** 9n && size % 10n ** 9n === 0n)
    return sign + binaryText(size / 10n ** 9n);
  if (format === 'exponent') return sign + exponentText(size);
  return sign + decimalText(size);
}

function binaryText(units: bigint): string {
  let [amount, power] = [units, 0];
  while (amount % 1024n === 0n && power < binary.length - 1) {
    amount /= 1024n;
    power += 1;
  }
  return `${amount}${binary[power] ?? ''}`;
}

function decimalText(nano: bigint): string {
  const suffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
  let [amount, power] = [nano, 0];
  while (amount % 1000n === 0n && power < suffixes.length - 1) {
    amount /= 1000n;
    power += 1;
  }
  return `${amount}${suffixes[power] ?? ''}`;
}

function exponentText(nano: bigint): string {
  let [amount, exponent] = [nano, -9];
  while (amount % 1000n === 0n) {
    amount /= 1000n;
    exponent += 3;
  }
  return exponent === 0 ? String(amount) : `${amount}e${exponent}`;
}

/** Thousandths, rounded up: what a processor is counted in. */
export function milliValue({nano}: Quantity): number {
  return Number((nano + 999_999n) / 1_000_000n);
}

/** Whole units, rounded up: bytes. */
export function wholeValue({nano}: Quantity): number {
  return Number((nano + 999_999_999n) / 1_000_000_000n);
}
