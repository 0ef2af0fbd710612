import {GoCallError} from './errors.ts';
import {compareText} from './print.ts';
import type {GoValue} from './value.ts';

type Basic = {readonly kind: 'bool' | 'string' | 'int' | 'float'; readonly value: boolean | string | number};

function basicOf(value: GoValue): Basic | undefined {
  switch (typeof value) {
    case 'boolean':
      return {kind: 'bool', value};
    case 'string':
      return {kind: 'string', value};
    case 'number':
      return {kind: 'int', value};
    case 'bigint':
      return {kind: 'int', value: Number(value)};
    case 'object':
      return value !== null && value.kind === 'float' ? {kind: 'float', value: value.value} : undefined;
    default:
      return undefined;
  }
}

/** Go's `eq` of two values; throws a GoCallError when their types cannot be compared. */
export function equalValues(a: GoValue, b: GoValue): boolean {
  const [left, right] = [basicOf(a), basicOf(b)];
  if (left === undefined || right === undefined) {
    if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
    throw new GoCallError(left === undefined ? 'non-comparable type' : 'incompatible types for comparison');
  }
  if (left.kind !== right.kind) throw new GoCallError('incompatible types for comparison');
  return left.value === right.value;
}

/** Below zero when `a` is less; throws a GoCallError where Go does. */
export function compareValues(a: GoValue, b: GoValue): number {
  const [left, right] = [basicOf(a), basicOf(b)];
  if (left === undefined || right === undefined || left.kind === 'bool' || right.kind === 'bool') {
    throw new GoCallError('invalid type for comparison');
  }
  if (left.kind !== right.kind) throw new GoCallError('incompatible types for comparison');
  if (typeof left.value === 'string' && typeof right.value === 'string') return compareText(left.value, right.value);
  return Number(left.value) - Number(right.value);
}

function isNil(value: GoValue): boolean {
  return value === undefined || value === null || (typeof value === 'object' && value.kind === 'nil');
}
