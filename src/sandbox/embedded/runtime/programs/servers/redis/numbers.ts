import {RedisFault} from './reply.ts';

const lowest = -(2n ** 63n);
const highest = 2n ** 63n - 1n;

/** A 64-bit integer, written in no other way than its own; undefined for anything else. */
export function parseInteger(text: string): bigint | undefined {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(text)) return undefined;
  const value = BigInt(text);
  return value >= lowest && value <= highest ? value : undefined;
}

/** Throws RedisFault. */
export function requireInteger(text: string, message = 'ERR value is not an integer or out of range'): bigint {
  const value = parseInteger(text);
  if (value === undefined) throw new RedisFault(message);
  return value;
}

/** An integer that is used as a place or a count: beyond what is exact it is cut. Throws RedisFault. */
export function requireCount(text: string): number {
  const value = requireInteger(text);
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(value > limit ? limit : value < -limit ? -limit : value);
}

export function requireSum(one: bigint, other: bigint): bigint {
  const sum = one + other;
  if (sum < lowest || sum > highest) throw new RedisFault('ERR increment or decrement would overflow');
  return sum;
}

/** A number with a fraction; infinite ones in words. Throws RedisFault. */
export function requireFloat(text: string, message = 'ERR value is not a valid float'): number {
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new RedisFault(message);
  return Number(text);
}

/** As Redis writes scores and floats: no exponent where it can be avoided, `inf` for what has no end. */
export function floatText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  if (Number.isInteger(value) && Math.abs(value) < 1e17) return String(BigInt(value));
  return String(value);
}
