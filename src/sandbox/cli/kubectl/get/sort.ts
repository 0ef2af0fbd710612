import {compileJsonPath} from '../../jsonpath/execute.ts';
import {compareText} from '../../template/print.ts';
import {relaxedPath} from '../print/json-path-text.ts';
import {compareQuantities, parseQuantity} from '../values/quantity.ts';

/** Sorts by what a JSONPath leads to in each; throws in kubectl's words when it leads nowhere in all of them. */
export function sortByPath<T>(items: readonly T[], path: string, objectOf: (item: T) => unknown): readonly T[] {
  if (path === '' || items.length === 0) return items;
  const field = relaxedPath(path);
  const compiled = compileJsonPath(field, {allowMissingKeys: true});
  const keyed = items.map((item) => ({item, keys: compiled.find(objectOf(item)).flat()}));
  if (keyed.every(({keys}) => keys.length === 0)) {
    throw new Error(`couldn't find any field with path ${JSON.stringify(field)} in the list of objects`);
  }
  return keyed.toSorted((a, b) => compare(a.keys, b.keys)).map(({item}) => item);
}

function compare(left: readonly unknown[], right: readonly unknown[]): number {
  // Those without the field come first.
  if (left.length === 0 || right.length === 0) return left.length - right.length;
  const [a, b] = [left[0], right[0]];
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [first, second] = [String(a), String(b)];
  const [x, y] = [parseQuantity(first), parseQuantity(second)];
  return x !== undefined && y !== undefined ? compareQuantities(x, y) : compareNaturally(first, second);
}

/** Runs of digits by their number, everything else by its letters. */
function compareNaturally(left: string, right: string): number {
  const pieces = (text: string) => text.match(/\d+|\D+/g) ?? [];
  const [a, b] = [pieces(left), pieces(right)];
  for (const [index, piece] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const both = /^\d/.test(piece) && /^\d/.test(other);
    const order = both ? Number(piece) - Number(other) : compareText(piece, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
