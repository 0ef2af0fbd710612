import {type Json, object} from '../../json.ts';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  zeroQuantity,
} from '../../values/quantity.ts';
import type {Page} from '../page.ts';
import {amount, plain} from '../words.ts';

/** Amounts by the name of the resource: `cpu`, `memory`. */
export type Amounts = ReadonlyMap<string, Quantity>;

export function amountsOf(value: unknown): Amounts {
  return new Map(Object.entries(object(value)).map(([name, written]) => [name, quantityOf(written)]));
}

/** Zero for what is missing or no quantity. */
export function quantityOf(written: unknown): Quantity {
  return parseQuantity(plain(written)) ?? zeroQuantity;
}

export function amountText(amounts: Amounts, name: string): string {
  const found = amounts.get(name);
  return found === undefined ? '0' : formatQuantity(found);
}

export function sumOf(all: readonly Amounts[]): Amounts {
  return merged(all, addQuantities);
}

export function greatestOf(all: readonly Amounts[]): Amounts {
  return merged(all, (one, other) => (compareQuantities(other, one) > 0 ? other : one));
}

function merged(all: readonly Amounts[], join: (one: Quantity, other: Quantity) => Quantity): Amounts {
  const total = new Map<string, Quantity>();
  for (const [name, quantity] of all.flatMap((amounts) => [...amounts])) {
    const before = total.get(name);
    total.set(name, before === undefined ? quantity : join(before, quantity));
  }
  return total;
}

/** `Limits:` and `Requests:` with an amount a line. */
export function writeResources(page: Page, level: number, {limits, requests}: Json): void {
  for (const [title, amounts] of [
    ['Limits', limits],
    ['Requests', requests],
  ] as const) {
    const names = Object.keys(object(amounts)).sort();
    if (names.length > 0) page.line(level, `${title}:`);
    for (const name of names) page.line(level + 1, `${name}:`, amount(object(amounts)[name]));
  }
}
