import {compareQuantities, formatQuantity, parseQuantity, wholeOf} from '../../values/quantity.ts';
import type {At} from '../at.ts';
import {checkQualifiedName} from '../names.ts';

const containerResources = ['cpu', 'memory', 'ephemeral-storage'];
const standardResources = [
  ...containerResources,
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'services.nodeports',
  'services.loadbalancers',
];

/** Whether a name is one of the resources every cluster has, without a domain before it. */
export function isStandardResource(name: string): boolean {
  return standardResources.includes(name) || isHugePages(name);
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function shown(at: At): string {
  const quantity = parseQuantity(at.value);
  return quantity ? formatQuantity(quantity) : String(at.value);
}

/** The name of a resource as a key of a map: a qualified name, and a known one where it has no domain. */
export function checkResourceName(at: At, name: string): void {
  checkQualifiedName(at, name);
  if (!name.includes('/') && !isStandardResource(name))
    at.invalid('must be a standard resource type or fully qualified', name);
}

/** An amount: not below zero, whole where the resource cannot be shared. */
export function checkAmount(at: At, name: string): void {
  if (compareQuantities(at.value, '0') < 0) at.invalid('must be greater than or equal to 0', shown(at));
  const whole = !isNative(name) || ['pods', 'services', 'secrets', 'configmaps'].includes(name);
  if (whole && compareQuantities(at.value, String(wholeOf(at.value))) !== 0)
    at.invalid('must be an integer', shown(at));
}

function checkEntry(at: At, name: string): void {
  checkResourceName(at, name);
  if (!name.includes('/') && !containerResources.includes(name) && !isHugePages(name))
    at.invalid('must be a standard resource for containers', name);
  checkAmount(at, name);
  if (!isHugePages(name)) return;
  const page = name.slice('hugepages-'.length);
  const [amount, size] = [parseQuantity(at.value)?.nanos ?? 0n, parseQuantity(page)?.nanos ?? 1n];
  if (amount % size !== 0n) at.invalid(`${shown(at)} is not positive integer multiple of ${name}`, shown(at));
}

/** What a container asks for and may use: requests never above limits. */
export function checkResources(resources: At): void {
  if (Object.keys(resources.fields).length === 0) return;
  const [limits, requests] = [resources.field('limits'), resources.field('requests')];
  for (const [name, at] of limits.entries()) checkEntry(at, name);
  for (const [name, at] of requests.entries()) {
    checkEntry(at, name);
    checkAgainstLimit(requests, {name, at, limit: limits.key(name)});
  }
  if (![...limits.entries(), ...requests.entries()].some(([name]) => isHugePages(name))) return;
  const named = (name: string) => limits.key(name).isSet || requests.key(name).isSet;
  if (!named('cpu') && !named('memory')) resources.forbidden('HugePages require cpu or memory');
}

interface Asked {
  readonly name: string;
  readonly at: At;
  readonly limit: At;
}

function checkAgainstLimit(requests: At, {name, at, limit}: Asked): void {
  const shared = isNative(name) && !isHugePages(name);
  if (!limit.isSet) {
    if (!shared) requests.called(requests.path.replace(/requests$/, 'limits')).required(overcommit);
    return;
  }
  const order = compareQuantities(at.value, limit.value);
  if (shared && order > 0)
    requests.invalid(`must be less than or equal to ${name} limit of ${shown(limit)}`, shown(at));
  if (!shared && order !== 0) requests.invalid(`must be equal to ${name} limit of ${shown(limit)}`, shown(at));
}

const overcommit = 'Limit must be set for non overcommitable resources';
