import type {KubeObject} from '../object.ts';
import {quotaCovers} from '../quota/scope.ts';
import {quotaUsage} from '../quota/usage.ts';
import {forbidden} from '../refusal.ts';
import {collectionOf} from '../resources/resource.ts';
import {type Amounts, amountsOf} from '../values/pod-resources.ts';
import {addQuantities, compareQuantities, subtractQuantities} from '../values/quantity.ts';
import {fieldsOf, listOf, textOf, textsOf} from '../values/reading.ts';
import type {Admission, AdmissionRequest} from './admission.ts';

/**
 * Nothing is created that a namespace's quotas have no room for; what is, is counted at once.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export const resourceQuota: Admission = {
  name: 'ResourceQuota',
  check(request) {
    const {operation, namespace, subresource, context, resource} = request;
    if (operation === 'delete' || namespace === '' || subresource !== '') return;
    const quotas = context.list('resourcequotas', namespace);
    if (quotas.length === 0) return;
    const collection = collectionOf(resource);
    const covering = quotas.filter((quota) => quotaCovers(quota, collection, request.object));
    const counted = covering.map((quota) => counting(request, collection, quota));
    for (const quota of counted) if (quota) request.count?.(quota);
  },
};

/** The quota with the object counted; undefined when it takes nothing of it. Throws 403. */
function counting(request: AdmissionRequest, collection: string, quota: KubeObject): KubeObject | undefined {
  const {resource, name, object, before} = request;
  const {hard, used} = limitsOf(quota);
  if (collection === 'pods' && !before) refuseUnspecified(request, quota, hard);
  const usage = quotaUsage(collection, object);
  const delta = before ? differences(usage, quotaUsage(collection, before)) : usage;
  const names = Object.keys(delta).filter((one) => hard[one] !== undefined && delta[one] !== '0');
  if (names.length === 0) return undefined;
  const next: Record<string, string> = {...used};
  for (const one of names) next[one] = addQuantities(used[one] ?? '0', delta[one] ?? '0');
  const exceeded = names.filter((one) => compareQuantities(delta[one], '0') > 0 && isOver(next[one], hard[one]));
  if (exceeded.length > 0) {
    const list = (amounts: Amounts) => exceeded.toSorted().map((one) => `${one}=${amounts[one] ?? '0'}`);
    const why =
      `exceeded quota: ${quota.metadata.name}, requested: ${list(delta)}, ` +
      `used: ${list(used)}, limited: ${list(hard)}`;
    throw forbidden(resource, name, why);
  }
  return {...quota, status: {...fieldsOf(quota.status), used: next}};
}

function isOver(used: string | undefined, hard: string | undefined): boolean {
  return compareQuantities(used ?? '0', hard ?? '0') > 0;
}

function limitsOf({spec, status}: KubeObject): {readonly hard: Amounts; readonly used: Amounts} {
  const known = fieldsOf(status);
  return {hard: textsOf(known.hard ?? fieldsOf(spec).hard), used: textsOf(known.used)};
}

function differences(now: Amounts, before: Amounts): Amounts {
  const names = new Set([...Object.keys(now), ...Object.keys(before)]);
  return Object.fromEntries(
    [...names].map((name) => [name, subtractQuantities(now[name] ?? '0', before[name] ?? '0')]),
  );
}

/** Quotas of CPU and memory need every container to say how much of it it wants. */
function refuseUnspecified(request: AdmissionRequest, quota: KubeObject, hard: Amounts): void {
  const {containers, initContainers} = fieldsOf(request.object.spec);
  const all = [...listOf(containers), ...listOf(initContainers)];
  const missing = Object.keys(hard)
    .toSorted()
    .flatMap((name) => {
      const [, kind = 'requests', amount = ''] =
        /^(?:(requests|limits)\.)?(cpu|memory|ephemeral-storage)$/.exec(name) ?? [];
      if (amount === '' || amount === 'ephemeral-storage') return [];
      const of = kind === 'limits' ? ('limits' as const) : ('requests' as const);
      const without = all.filter((one) => amountsOf(one, of)[amount] === undefined);
      const names = without.map((one) => textOf(fieldsOf(one).name)).toSorted();
      return names.length === 0 ? [] : [`${name} for: ${names.join(',')}`];
    });
  if (missing.length === 0) return;
  throw forbidden(
    request.resource,
    request.name,
    `failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`,
  );
}
