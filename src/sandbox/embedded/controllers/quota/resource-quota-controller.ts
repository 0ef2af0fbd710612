import type {ResourceQuota} from 'kubernetes-types/core/v1';
import {type KubeObject, keyOfObject, type Stored, same} from '../../kubernetes-api/object.ts';
import {quotaCovers} from '../../kubernetes-api/quota/scope.ts';
import {quotaUsage} from '../../kubernetes-api/quota/usage.ts';
import {addQuantities} from '../../kubernetes-api/values/quantity.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {followKinds} from '../garbage/kinds.ts';

const quotaResource = 'resourcequotas';

/** Objects of these may come to count for more or less while they are there. */
const growing: readonly string[] = ['pods', 'services', 'persistentvolumeclaims'];

/** Counts what a namespace has of all that its quotas limit; what is created is counted by admission at once. */
export function createResourceQuotaController(): Controller {
  return {
    name: 'resourcequota',
    component: 'resourcequota-controller',
    setup({informers}, enqueue) {
      const quotas = informers.of<Stored<ResourceQuota>>(quotaResource);
      const count = (quota: Stored<ResourceQuota>): void => enqueue(keyOfObject(quota));
      quotas.on({
        added: count,
        changed: (quota, before) => !same(quota.spec, before.spec) && count(quota),
      });
      const countAll = (object: KubeObject): void => {
        for (const quota of quotas.inNamespace(object.metadata.namespace ?? '')) count(quota);
      };
      const recount = (collection: string, object: KubeObject, before: KubeObject): void => {
        const [first] = quotas.inNamespace(object.metadata.namespace ?? '');
        if (first && countsOtherwise(collection, object, before)) countAll(object);
      };
      followKinds(informers, ({collection, namespaced}) => {
        if (!namespaced || collection === 'events') return;
        informers.of(collection).on({
          removed: countAll,
          ...(growing.includes(collection) ? {changed: (object, before) => recount(collection, object, before)} : {}),
        });
      });
    },
    reconcile(key, context) {
      const quota = context.informers.of<Stored<ResourceQuota>>(quotaResource).byKey(key);
      if (quota) writeStatus(quota, context);
    },
  };
}

function countsOtherwise(collection: string, object: KubeObject, before: KubeObject): boolean {
  if (object.spec === before.spec && object.status === before.status) return false;
  return !same(quotaUsage(collection, object), quotaUsage(collection, before));
}

function writeStatus(quota: Stored<ResourceQuota>, {client}: ControllerContext): void {
  const {namespace = ''} = quota.metadata;
  const hard = quota.spec?.hard ?? {};
  const used: Record<string, string> = Object.fromEntries(Object.keys(hard).map((name) => [name, '0']));
  for (const collection of new Set(Object.keys(hard).flatMap(collectionsFor)))
    for (const object of client.list(collection, namespace)) {
      if (!quotaCovers(quota, collection, object)) continue;
      for (const [name, amount] of Object.entries(quotaUsage(collection, object)))
        if (used[name] !== undefined) used[name] = addQuantities(used[name], amount);
    }
  const current = client.find<Stored<ResourceQuota>>(quotaResource, namespace, quota.metadata.name);
  const status = {hard, used};
  if (current && !same(current.status, status))
    client.update(quotaResource, {...current, status}, {subresource: 'status'});
}

/** Whose objects count for a limit of this name. */
function collectionsFor(name: string): readonly string[] {
  if (name.startsWith('count/')) return [name.slice('count/'.length)];
  if (name.includes('storage') && !name.includes('ephemeral')) return ['persistentvolumeclaims'];
  if (/^(requests|limits)\.|^(cpu|memory|ephemeral-storage)$/.test(name)) return ['pods'];
  return name.startsWith('services.') ? ['services'] : [name];
}
