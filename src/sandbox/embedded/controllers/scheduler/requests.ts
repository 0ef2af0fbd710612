import type {Container, Pod, PodSpec, ResourceRequirements} from 'kubernetes-types/core/v1';
import type {Frozen, Stored} from '../../kubernetes-api/object.ts';
import {milliOf, wholeOf} from '../../kubernetes-api/values/quantity.ts';

/** Amounts by resource: CPU in thousandths of a core, everything else in whole units. */
export type Amounts = ReadonlyMap<string, number>;

/** What the scheduler takes a container to use that does not say, when it weighs nodes against each other. */
const assumedCpuMilli = 100;
const assumedMemoryBytes = 200 * 1024 * 1024;

type Quantities = {readonly [resource: string]: string} | undefined;

/** Quantities of a `requests` or `allocatable` as numbers. */
export function amountsOf(quantities: Quantities): Amounts {
  const amounts = new Map<string, number>();
  for (const [resource, quantity] of Object.entries(quantities ?? {}))
    amounts.set(resource, amountOf(resource, quantity));
  return amounts;
}

function amountOf(resource: string, quantity: string): number {
  return resource === 'cpu' ? milliOf(quantity) : wholeOf(quantity);
}

/**
 * What a Pod asks of its node: its containers and sidecars together, or the init container that needs most beside the
 * sidecars started before it, whichever is more; and the overhead.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podRequests({spec}: Stored<Pod>): Amounts {
  return total(spec, ({requests}) => amountsOf(requests));
}

/** The same, but with something for every container that asks for no CPU or no memory. */
export function assumedRequests({spec}: Stored<Pod>): {readonly cpuMilli: number; readonly memoryBytes: number} {
  const amounts = total(spec, ({requests}) => {
    const known = amountsOf(requests);
    return new Map([
      ['cpu', known.get('cpu') ?? assumedCpuMilli],
      ['memory', known.get('memory') ?? assumedMemoryBytes],
    ]);
  });
  return {cpuMilli: amounts.get('cpu') ?? 0, memoryBytes: amounts.get('memory') ?? 0};
}

type Resources = Frozen<ResourceRequirements>;

function total(spec: Frozen<PodSpec> | undefined, of: (resources: Resources) => Amounts): Amounts {
  const sum = new Map<string, number>();
  for (const {resources} of spec?.containers ?? []) add(sum, of(resources ?? {}));
  const sidecars = new Map<string, number>();
  const peak = new Map<string, number>();
  for (const container of spec?.initContainers ?? []) {
    const asked = of(container.resources ?? {});
    if (isSidecar(container)) {
      add(sum, asked);
      add(sidecars, asked);
      raise(peak, sidecars);
    } else raise(peak, plus(asked, sidecars));
  }
  raise(sum, peak);
  // Requests of the Pod as a whole stand in place of what its containers come to.
  for (const [resource, amount] of amountsOf(podLevel(spec)?.requests)) sum.set(resource, amount);
  add(sum, amountsOf(spec?.overhead));
  return sum;
}

function podLevel(spec: Frozen<PodSpec> | undefined): Resources | undefined {
  return (spec as {readonly resources?: Resources} | undefined)?.resources;
}

function isSidecar({restartPolicy}: Frozen<Container>): boolean {
  return restartPolicy === 'Always';
}

function add(sum: Map<string, number>, amounts: Amounts): void {
  for (const [resource, amount] of amounts) sum.set(resource, (sum.get(resource) ?? 0) + amount);
}

function plus(one: Amounts, other: Amounts): Amounts {
  const sum = new Map(one);
  add(sum, other);
  return sum;
}

function raise(peak: Map<string, number>, amounts: Amounts): void {
  for (const [resource, amount] of amounts) peak.set(resource, Math.max(peak.get(resource) ?? 0, amount));
}
