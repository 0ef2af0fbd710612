import {addQuantities, compareQuantities} from './quantity.ts';
import {fieldsOf, listOf, textOf} from './reading.ts';

/** Amounts by the name of their resource: `{cpu: '100m', memory: '64Mi'}`. */
export type Amounts = {readonly [resource: string]: string};

/** What a Pod asks for, or may use at most: of its containers together, or of an init container that asks for more. */
export function podAmounts(spec: unknown, kind: 'requests' | 'limits'): Amounts {
  const {containers, initContainers, overhead} = fieldsOf(spec);
  let always = sum(listOf(containers).map((one) => amountsOf(one, kind)));
  let sidecars: Amounts = {};
  let most: Amounts = {};
  for (const one of listOf(initContainers)) {
    const amounts = amountsOf(one, kind);
    // A sidecar goes on beside all that follow it.
    if (fieldsOf(one).restartPolicy === 'Always') {
      sidecars = sum([sidecars, amounts]);
      most = greatest(most, sidecars);
    } else most = greatest(most, sum([sidecars, amounts]));
  }
  always = sum([always, sidecars]);
  return sum([greatest(always, most), textsIn(overhead)]);
}

export function amountsOf(container: unknown, kind: 'requests' | 'limits'): Amounts {
  return textsIn(fieldsOf(fieldsOf(container).resources)[kind]);
}

function textsIn(value: unknown): Amounts {
  const entries = Object.entries(fieldsOf(value)).map(([name, amount]) => [name, textOf(amount) || String(amount)]);
  return Object.fromEntries(entries);
}

export function sum(all: readonly Amounts[]): Amounts {
  const total: Record<string, string> = {};
  for (const amounts of all)
    for (const [name, amount] of Object.entries(amounts)) total[name] = addQuantities(total[name] ?? '0', amount);
  return total;
}

function greatest(one: Amounts, other: Amounts): Amounts {
  const all: Record<string, string> = {...one};
  for (const [name, amount] of Object.entries(other)) {
    const known = all[name];
    if (known === undefined || compareQuantities(known, amount) < 0) all[name] = amount;
  }
  return all;
}
