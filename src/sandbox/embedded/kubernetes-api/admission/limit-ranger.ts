import type {Draft, KubeObject} from '../object.ts';
import {forbidden} from '../refusal.ts';
import {type Amounts, amountsOf, podAmounts} from '../values/pod-resources.ts';
import {compareQuantities, milliOf} from '../values/quantity.ts';
import {fieldsOf, listOf, textOf, textsOf} from '../values/reading.ts';
import type {Admission, AdmissionRequest} from './admission.ts';

type Fields = {readonly [field: string]: unknown};

/**
 * Containers get the namespace's usual requests and limits, and none gets more or less than it lets.
 * https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export const limitRanger: Admission = {
  name: 'LimitRanger',
  collections: ['pods', 'persistentvolumeclaims'],
  admit({operation, subresource, object, resource, context, namespace}) {
    if (operation !== 'create' || subresource !== '' || resource.plural !== 'pods') return object;
    return context.list('limitranges', namespace).reduce(withDefaults, object);
  },
  check(request) {
    const {operation, subresource, resource, context, namespace, name} = request;
    if (operation === 'delete' || subresource !== '' || (operation === 'update' && resource.plural === 'pods')) return;
    for (const range of context.list('limitranges', namespace)) {
      const faults = limitsOf(range).flatMap((limit) => faultsOf(limit, request));
      if (faults.length === 0) continue;
      throw forbidden(resource, name, faults.length === 1 ? (faults[0] ?? '') : `[${faults.join(', ')}]`);
    }
  },
};

function limitsOf({spec}: KubeObject): readonly Fields[] {
  return listOf(fieldsOf(spec).limits).map(fieldsOf);
}

function withDefaults(pod: Draft, range: KubeObject): Draft {
  const limit = limitsOf(range).find(({type}) => type === 'Container');
  if (!limit) return pod;
  const usual = {requests: textsOf(limit.defaultRequest), limits: textsOf(limit.default)};
  const notes: string[] = [];
  const filled =
    (kind: 'container' | 'init container') =>
    (one: unknown): unknown => {
      const container = fieldsOf(one);
      const requests = missing(usual.requests, amountsOf(container, 'requests'));
      const limits = missing(usual.limits, amountsOf(container, 'limits'));
      notes.push(...note(requests, 'request', `${kind} ${container.name}`));
      notes.push(...note(limits, 'limit', `${kind} ${container.name}`));
      return withResources(container, {requests, limits});
    };
  const spec = fieldsOf(pod.spec);
  const containers = listOf(spec.containers).map(filled('container'));
  const inits = listOf(spec.initContainers).map(filled('init container'));
  if (notes.length === 0) return pod;
  const annotations = {
    ...pod.metadata?.annotations,
    'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${notes.join('; ')}`,
  };
  return {
    ...pod,
    metadata: {...pod.metadata, annotations},
    spec: {...spec, containers, ...(inits.length > 0 ? {initContainers: inits} : {})},
  };
}

function missing(usual: Amounts, given: Amounts): Amounts {
  return Object.fromEntries(Object.entries(usual).filter(([name]) => given[name] === undefined));
}

function note(amounts: Amounts, what: string, whose: string): readonly string[] {
  const names = Object.keys(amounts).toSorted();
  return names.length === 0 ? [] : [`${names.join(', ')} ${what} for ${whose}`];
}

function withResources(container: Fields, added: {readonly requests: Amounts; readonly limits: Amounts}): Fields {
  const {requests, limits, ...others} = fieldsOf(container.resources);
  const allRequests = {...fieldsOf(requests), ...added.requests};
  const allLimits = {...fieldsOf(limits), ...added.limits};
  return {
    ...container,
    resources: {
      ...others,
      ...(Object.keys(allLimits).length > 0 ? {limits: allLimits} : {}),
      ...(Object.keys(allRequests).length > 0 ? {requests: allRequests} : {}),
    },
  };
}

function faultsOf(limit: Fields, {resource, object}: AdmissionRequest): readonly string[] {
  const spec = fieldsOf(object.spec);
  if (resource.plural === 'persistentvolumeclaims') {
    if (limit.type !== 'PersistentVolumeClaim') return [];
    return faultsOfClaim(limit, amountsOf(spec, 'requests'));
  }
  if (limit.type === 'Pod') return faultsOfAmounts(limit, podAmounts(spec, 'requests'), podAmounts(spec, 'limits'));
  if (limit.type !== 'Container') return [];
  const all = [...listOf(spec.containers), ...listOf(spec.initContainers)];
  return all.flatMap((one) => faultsOfAmounts(limit, amountsOf(one, 'requests'), amountsOf(one, 'limits')));
}

function faultsOfAmounts(limit: Fields, requests: Amounts, limits: Amounts): readonly string[] {
  const type = textOf(limit.type);
  const faults: string[] = [];
  for (const [name, least] of Object.entries(textsOf(limit.min))) {
    const says = `minimum ${name} usage per ${type} is ${least}`;
    const [request, most] = [requests[name], limits[name]];
    if (request === undefined) faults.push(`${says}.  No request is specified`);
    else if (compareQuantities(request, least) < 0) faults.push(`${says}, but request is ${request}`);
    else if (most !== undefined && compareQuantities(most, least) < 0) faults.push(`${says}, but limit is ${most}`);
  }
  for (const [name, greatest] of Object.entries(textsOf(limit.max))) {
    const says = `maximum ${name} usage per ${type} is ${greatest}`;
    const [request, most] = [requests[name], limits[name]];
    if (most === undefined) faults.push(`${says}.  No limit is specified`);
    else if (compareQuantities(most, greatest) > 0) faults.push(`${says}, but limit is ${most}`);
    else if (request !== undefined && compareQuantities(request, greatest) > 0)
      faults.push(`${says}, but request is ${request}`);
  }
  for (const [name, ratio] of Object.entries(textsOf(limit.maxLimitRequestRatio)))
    faults.push(
      ...faultsOfRatio(`${name} max limit to request ratio per ${type} is ${ratio}`, ratio, {
        request: requests[name],
        limit: limits[name],
      }),
    );
  return faults;
}

function faultsOfRatio(
  says: string,
  ratio: string,
  {request, limit}: {readonly request: string | undefined; readonly limit: string | undefined},
): readonly string[] {
  const [least, most] = [milliOf(request), milliOf(limit)];
  if (least === 0) return [`${says}, but no request is specified or request is 0`];
  if (most === 0) return [`${says}, but no limit is specified or limit is 0`];
  const is = most / least;
  return is > milliOf(ratio) / 1000 ? [`${says}, but provided ratio is ${is.toFixed(6)}`] : [];
}

function faultsOfClaim({min, max}: Fields, requests: Amounts): readonly string[] {
  const asked = requests['storage'];
  const {storage: least} = textsOf(min);
  const {storage: greatest} = textsOf(max);
  const faults: string[] = [];
  if (asked === undefined) return [];
  if (least !== undefined && compareQuantities(asked, least) < 0)
    faults.push(`minimum storage usage per PersistentVolumeClaim is ${least}, but request is ${asked}`);
  if (greatest !== undefined && compareQuantities(asked, greatest) > 0)
    faults.push(`maximum storage usage per PersistentVolumeClaim is ${greatest}, but request is ${asked}`);
  return faults;
}
