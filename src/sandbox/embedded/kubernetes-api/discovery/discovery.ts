import type {KubeResponse} from '../api/request.ts';
import type {Resource} from '../resources/resource.ts';
import {catalogueOf, type Discovered, groupsOf} from './catalogue.ts';

/** Asks which resources there are. */
export interface DiscoveryCall {
  readonly path: string;
  readonly accept: string | undefined;
  readonly resources: readonly Resource[];
  /** Where the API server is reached: `172.18.0.2:6443`. */
  readonly serverAddress?: string;
}

/**
 * What there is: `/api`, `/apis`, and each group and version in it; undefined for any other path and for groups that are
 * not there. https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
export function discovery({path, accept = '', resources, serverAddress}: DiscoveryCall): KubeResponse | undefined {
  const [, root, group, version, ...rest] = path.replace(/\/$/, '').split('/');
  if (rest.length > 0 || (root !== 'api' && root !== 'apis')) return undefined;
  const catalogue = catalogueOf(resources);
  if (group === undefined)
    return wantsAggregated(accept) ? aggregated(root, catalogue) : listed(root, catalogue, serverAddress);
  if (root === 'api') return version === undefined ? resourceList('', group, catalogue) : undefined;
  return version === undefined ? groupDocument(group, catalogue) : resourceList(group, version, catalogue);
}

/** Of the two forms the first that is accepted counts; v2beta1 is gone upstream, and clients go on to the plain one. */
function wantsAggregated(accept: string): boolean {
  for (const range of accept.split(',')) {
    if (/;\s*v=v2\s*(;|$)/.test(range) && range.includes('as=APIGroupDiscoveryList')) return true;
    if (/^\s*(application\/json|\*\/\*|application\/\*)\s*(;q=[\d.]+)?\s*$/.test(range)) return false;
  }
  return false;
}

function listed(
  root: 'api' | 'apis',
  catalogue: readonly Discovered[],
  serverAddress: string | undefined,
): KubeResponse {
  if (root === 'apis')
    return answer({
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groupsOf(catalogue).map(({name, versions}) => groupOf(name, versions)),
    });
  const addresses = serverAddress === undefined ? [] : [{clientCIDR: '0.0.0.0/0', serverAddress}];
  return answer({kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: addresses});
}

function groupOf(name: string, versions: readonly string[]): {readonly [field: string]: unknown} {
  const described = versions.map((version) => ({groupVersion: `${name}/${version}`, version}));
  return {name, versions: described, preferredVersion: described[0]};
}

function groupDocument(group: string, catalogue: readonly Discovered[]): KubeResponse | undefined {
  const found = groupsOf(catalogue).find(({name}) => name === group);
  return found && answer({kind: 'APIGroup', apiVersion: 'v1', ...groupOf(found.name, found.versions)});
}

function resourceList(group: string, version: string, catalogue: readonly Discovered[]): KubeResponse | undefined {
  const found = catalogue.filter((one) => one.group === group && one.version === version);
  if (found.length === 0) return undefined;
  const groupVersion = group === '' ? version : `${group}/${version}`;
  // The core group says its own version nowhere, upstream too.
  const head = group === '' ? {kind: 'APIResourceList'} : {kind: 'APIResourceList', apiVersion: 'v1'};
  return answer({...head, groupVersion, resources: found.flatMap(linesOf)});
}

function linesOf({
  name,
  singular,
  namespaced,
  kind,
  verbs,
  shortNames,
  categories,
  subresources,
}: Discovered): readonly unknown[] {
  const names = {
    ...(shortNames.length > 0 ? {shortNames} : {}),
    ...(categories.length > 0 ? {categories} : {}),
  };
  return [
    {name, singularName: singular, namespaced, kind, verbs, ...names},
    ...subresources.map((one) => ({
      name: `${name}/${one.name}`,
      singularName: '',
      namespaced,
      ...one.of,
      kind: one.kind,
      verbs: one.verbs,
    })),
  ];
}

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function aggregated(root: 'api' | 'apis', catalogue: readonly Discovered[]): KubeResponse {
  const groups = root === 'api' ? [{name: '', versions: ['v1']}] : groupsOf(catalogue);
  const items = groups.map(({name, versions}) => ({
    metadata: name === '' ? {} : {name},
    versions: versions.map((version) => ({
      version,
      resources: catalogue.filter((one) => one.group === name && one.version === version).map(entryOf),
      freshness: 'Current',
    })),
  }));
  const body = {kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items};
  return {kind: 'json', status: 200, headers: {'Content-Type': aggregatedType, Vary: 'Accept'}, body};
}

function entryOf(one: Discovered): {readonly [field: string]: unknown} {
  const {name, kind, namespaced, singular, verbs, shortNames, categories, subresources} = one;
  return {
    resource: name,
    responseKind: {group: '', version: '', kind},
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 ? {shortNames} : {}),
    ...(categories.length > 0 ? {categories} : {}),
    ...(subresources.length > 0 ? {subresources: subresources.map(subresourceOf)} : {}),
  };
}

function subresourceOf({name, kind, of, verbs}: Discovered['subresources'][number]): {
  readonly [field: string]: unknown;
} {
  return {subresource: name, responseKind: {group: of?.group ?? '', version: of?.version ?? '', kind}, verbs};
}

function answer(body: unknown): KubeResponse {
  return {kind: 'json', status: 200, body};
}
