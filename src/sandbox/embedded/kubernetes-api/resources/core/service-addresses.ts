import type {KubeObject} from '../../object.ts';
import type {FieldCause} from '../../refusal.ts';
import {ipv4OfNumber, isIpv4, numberOfIpv4, rangeOf} from '../../validation/addresses.ts';
import {At} from '../../validation/at.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../../values/reading.ts';
import {specOf} from '../columns.ts';

type Loose = {readonly [field: string]: unknown};

/** Where kind's clusters have their Services. */
export const serviceCidr = '10.96.0.0/16';
/** The first addresses are left to those who ask for one, as the DNS does. */
const reservedAddresses = 256;
const ports = {least: 30_000, most: 32_767, reserved: 86};

/** Whether a Service has an address of its own, or says that it wants none. */
export function hasClusterIp({type}: Loose): boolean {
  return type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer';
}

/** Whether a Service has ports on the nodes. */
export function hasNodePorts({type, allocateLoadBalancerNodePorts: wanted}: Loose): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && wanted !== false);
}

/** What is taken already, and where chance comes from. */
export interface Surroundings {
  readonly others: readonly KubeObject[];
  /** A whole number below 2³². */
  readonly random: () => number;
}

/** The spec with an address and ports on the nodes where it needs them; what cannot be had is told in `causes`. */
export function allocated(spec: Loose, surroundings: Surroundings): {spec: Loose; causes: readonly FieldCause[]} {
  const causes: FieldCause[] = [];
  const at = new At('spec', spec, causes);
  const addressed = hasClusterIp(spec) ? withAddress(at, surroundings) : spec;
  return {spec: withHealthPort(withNodePorts(at, addressed, surroundings), surroundings), causes};
}

function withAddress(at: At, {others, random}: Surroundings): Loose {
  const spec = at.fields;
  const families = listOf(spec['ipFamilies']).length > 0 ? spec['ipFamilies'] : ['IPv4'];
  const common = {...spec, ipFamilies: families, ipFamilyPolicy: spec['ipFamilyPolicy'] ?? 'SingleStack'};
  const asked = textOf(spec['clusterIP']) || textOf(listOf(spec['clusterIPs'])[0]);
  if (asked === 'None') return {...common, clusterIP: 'None', clusterIPs: ['None']};
  const taken = new Set(others.map((other) => textOf(specOf(other)['clusterIP'])));
  if (asked !== '') {
    const fault = faultOfAddress(asked, taken);
    if (fault !== undefined) at.field('clusterIPs').invalid(`failed to allocate IP ${asked}: ${fault}`, [asked]);
    return {...common, clusterIP: asked, clusterIPs: [asked]};
  }
  const free = freeAddress(taken, random);
  return {...common, clusterIP: free, clusterIPs: [free]};
}

function faultOfAddress(address: string, taken: ReadonlySet<string>): string | undefined {
  const range = rangeOf(serviceCidr);
  if (!range || !isIpv4(address)) return 'the provided network does not match the current range';
  const place = numberOfIpv4(address) - range.first;
  if (place < 1 || place >= range.size - 1) return 'the provided network does not match the current range';
  return taken.has(address) ? 'provided IP is already allocated' : undefined;
}

function freeAddress(taken: ReadonlySet<string>, random: () => number): string {
  const {first, size} = rangeOf(serviceCidr) ?? {first: 0, size: 0};
  const count = size - reservedAddresses - 1;
  const start = random() % count;
  for (let step = 0; step < count; step += 1) {
    const address = ipv4OfNumber(first + reservedAddresses + ((start + step) % count));
    if (!taken.has(address)) return address;
  }
  return '';
}

function withNodePorts(at: At, spec: Loose, {others, random}: Surroundings): Loose {
  if (!hasNodePorts(spec)) return spec;
  const taken = takenPorts(others);
  const own = new Map<number, Set<string>>();
  const list = at
    .field('ports')
    .items()
    .map((port) => {
      const asked = port.field('nodePort').number ?? 0;
      const protocol = port.field('protocol').text;
      if (asked !== 0) checkAsked(port.field('nodePort'), taken, own.get(asked)?.has(protocol) === true);
      const number = asked === 0 ? freePort(taken, own, random) : asked;
      own.set(number, (own.get(number) ?? new Set()).add(protocol));
      return {...port.fields, nodePort: number};
    });
  return {...spec, ports: list};
}

/** A balancer that keeps to its own node asks there whether it has Pods. */
function withHealthPort(spec: Loose, {others, random}: Surroundings): Loose {
  const asks = spec['type'] === 'LoadBalancer' && spec['externalTrafficPolicy'] === 'Local';
  if (!asks || numberOf(spec['healthCheckNodePort']) !== 0) return spec;
  return {...spec, healthCheckNodePort: freePort(takenPorts(others), ownPorts(spec), random)};
}

function takenPorts(others: readonly KubeObject[]): Set<number> {
  const ofPorts = others.flatMap((other) => [...ownPorts(specOf(other)).keys()]);
  return new Set([...ofPorts, ...others.map((other) => numberOf(specOf(other)['healthCheckNodePort']))]);
}

function ownPorts(spec: Loose): Map<number, true> {
  return new Map(listOf(spec['ports']).map((port) => [numberOf(fieldsOf(port).nodePort), true]));
}

function checkAsked(at: At, taken: ReadonlySet<number>, twice: boolean): void {
  const port = at.number ?? 0;
  if (port < ports.least || port > ports.most)
    at.invalid(`provided port is not in the valid range. The range of valid ports is ${ports.least}-${ports.most}`);
  else if (taken.has(port) || twice) at.invalid('provided port is already allocated');
}

function freePort(taken: ReadonlySet<number>, own: ReadonlyMap<number, unknown>, random: () => number): number {
  const first = ports.least + ports.reserved;
  const count = ports.most - first + 1;
  const start = random() % count;
  for (let step = 0; step < count; step += 1) {
    const port = first + ((start + step) % count);
    if (!taken.has(port) && !own.has(port)) return port;
  }
  return 0;
}
