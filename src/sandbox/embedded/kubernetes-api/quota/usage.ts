import type {Draft} from '../object.ts';
import {type Amounts, podAmounts} from '../values/pod-resources.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';

/** Resources that are counted under their plain name as well as under `count/…`. */
const plainCounts: readonly string[] = [
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
];

/**
 * What one object takes of a namespace's quotas: `{pods: '1', 'requests.cpu': '100m'}`.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export function quotaUsage(collection: string, object: Draft): Amounts {
  const counted: Amounts = {[`count/${collection}`]: '1'};
  if (collection === 'pods') return isOver(object) ? counted : {...counted, pods: '1', ...podUsage(object.spec)};
  const plain: Amounts = plainCounts.includes(collection) ? {[collection]: '1'} : {};
  if (collection === 'services') return {...counted, ...plain, ...serviceUsage(object.spec)};
  if (collection === 'persistentvolumeclaims') return {...counted, ...plain, ...claimUsage(object)};
  return {...counted, ...plain};
}

function isOver({status}: Draft): boolean {
  const phase = fieldsOf(status).phase;
  return phase === 'Succeeded' || phase === 'Failed';
}

function podUsage(spec: unknown): Amounts {
  const usage: Record<string, string> = {};
  for (const [name, amount] of Object.entries(podAmounts(spec, 'requests'))) {
    usage[`requests.${name}`] = amount;
    if (!name.includes('/')) usage[name] = amount;
  }
  for (const [name, amount] of Object.entries(podAmounts(spec, 'limits')))
    if (!name.includes('/')) usage[`limits.${name}`] = amount;
  return usage;
}

function serviceUsage(spec: unknown): Amounts {
  const {type, ports, allocateLoadBalancerNodePorts} = fieldsOf(spec);
  const count = String(listOf(ports).length);
  if (type === 'NodePort') return {'services.nodeports': count};
  if (type !== 'LoadBalancer') return {};
  return {
    'services.loadbalancers': '1',
    ...(allocateLoadBalancerNodePorts === false ? {} : {'services.nodeports': count}),
  };
}

function claimUsage({spec}: Draft): Amounts {
  const {resources, storageClassName} = fieldsOf(spec);
  const storage = textOf(fieldsOf(fieldsOf(resources).requests).storage) || '0';
  const name = textOf(storageClassName);
  if (name === '') return {'requests.storage': storage};
  const suffix = `${name}.storageclass.storage.k8s.io`;
  return {
    'requests.storage': storage,
    [`${suffix}/requests.storage`]: storage,
    [`${suffix}/persistentvolumeclaims`]: '1',
  };
}
