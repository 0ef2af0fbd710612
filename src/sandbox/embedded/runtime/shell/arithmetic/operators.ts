import {ArithmeticFault} from './scan.ts';

/** What is computed of two numbers, before it is cut to 64 bits. */
export type Apply = (left: bigint, right: bigint) => bigint;

/** What is computed of two numbers and can be assigned as well (`+=`). */
const computed: Readonly<Record<string, Apply>> = {
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '&': (left, right) => left & right,
  // As the processor does it, by the lower six bits.
  '<<': (left, right) => left << (right & 63n),
  '>>': (left, right) => left >> (right & 63n),
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': divide,
  '%': remainder,
};

const compared: Readonly<Record<string, Apply>> = {
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<': (left, right) => truth(left < right),
  '>': (left, right) => truth(left > right),
  '<=': (left, right) => truth(left <= right),
  '>=': (left, right) => truth(left >= right),
};

/** Operators between two numbers. */
export const binary: Readonly<Record<string, Apply>> = {...computed, ...compared};

/** Binary operators by precedence, the loosest first. */
export const levels = [
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Operators that assign what they compute. */
export const assignments: Readonly<Record<string, Apply>> = Object.fromEntries(
  Object.entries(computed).map(([operator, apply]) => [`${operator}=`, apply]),
);

/** Operators before a number. */
export const unaries: Readonly<Record<string, (value: bigint) => bigint>> = {
  '!': (value) => truth(value === 0n),
  '~': (value) => ~value,
  '-': (value) => -value,
  '+': (value) => value,
};

/** Truth as a number. */
export function truth(isTrue: boolean): bigint {
  return isTrue ? 1n : 0n;
}

function divide(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new ArithmeticFault('divide by zero');
  return left / right;
}

function remainder(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new ArithmeticFault('divide by zero');
  return left % right;
}

/** By squaring, in 64 bits all the way: the exponent may be huge. */
export function power(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new ArithmeticFault('exponent less than 0');
  let result = 1n;
  let factor = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = BigInt.asIntN(64, result * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return result;
}
