import type {Kubectl} from '../app.ts';
import {StatusError} from '../errors.ts';
import {type Json, object, objects, text} from '../json.ts';
import {addQuantities, milliValue, parseQuantity, type Quantity, wholeValue, zeroQuantity} from '../values/quantity.ts';

/** What something uses. */
export interface Usage {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

/** The `items` of the metrics API; says so where a cluster has none. */
export async function metricsOf(
  {api, discovery}: Kubectl,
  path: string,
  labelSelector: string,
): Promise<readonly Json[]> {
  const has = (await discovery.groups()).some(({name}) => name === 'metrics.k8s.io');
  if (!has) throw new Error('Metrics API not available');
  try {
    const answer = await api.json({path: `/apis/metrics.k8s.io/v1beta1${path}`, query: {labelSelector}});
    return Array.isArray(answer['items']) ? objects(answer['items']) : [answer];
  } catch (error) {
    if (error instanceof StatusError && error.status === 503) throw new Error('Metrics API not available');
    throw error;
  }
}

export function usageOf(value: unknown): Usage {
  const {cpu, memory} = object(value);
  return {cpu: parseQuantity(text(cpu)) ?? zeroQuantity, memory: parseQuantity(text(memory)) ?? zeroQuantity};
}

export function sumOf(usages: readonly Usage[]): Usage {
  return usages.reduce(
    (all, one) => ({cpu: addQuantities(all.cpu, one.cpu), memory: addQuantities(all.memory, one.memory)}),
    {
      cpu: zeroQuantity,
      memory: zeroQuantity,
    },
  );
}

export function cpuText({cpu}: Usage): string {
  return `${milliValue(cpu)}m`;
}

export function memoryText({memory}: Usage): string {
  return `${Math.floor(wholeValue(memory) / 2 ** 20)}Mi`;
}
