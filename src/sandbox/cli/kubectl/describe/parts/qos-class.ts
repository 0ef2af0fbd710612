import {at, type Json, objects} from '../../json.ts';
import {compareQuantities, zeroQuantity} from '../../values/quantity.ts';
import {type Amounts, amountsOf, sumOf} from './amounts.ts';

const counted = ['cpu', 'memory'] as const;

/** The quality of service of a Pod that the kubelet has not seen yet. */
export function qosClass(spec: Json): string {
  const containers = [...objects(spec['containers']), ...objects(spec['initContainers'])];
  const limits = containers.map((container) => countedOf(at(container, 'resources', 'limits')));
  const requests = sumOf(containers.map((container) => countedOf(at(container, 'resources', 'requests'))));
  const total = sumOf(limits);
  if (requests.size === 0 && total.size === 0) return 'BestEffort';
  const limited = limits.every((amounts) => counted.every((name) => amounts.has(name)));
  const equal = [...requests].every(([name, request]) => {
    const limit = total.get(name);
    return limit !== undefined && compareQuantities(limit, request) === 0;
  });
  return limited && equal && requests.size === total.size ? 'Guaranteed' : 'Burstable';
}

function countedOf(written: unknown): Amounts {
  const isCounted = (name: string) => counted.some((one) => one === name);
  const positive = [...amountsOf(written)].filter(
    ([name, quantity]) => isCounted(name) && compareQuantities(quantity, zeroQuantity) > 0,
  );
  return new Map(positive);
}
