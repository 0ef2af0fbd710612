import {writableSubresources} from '../objects/subresources.ts';
import {collectionOf, type Resource} from '../resources/resource.ts';
import {unstored} from './unstored.ts';

/** What discovery says of one resource. */
export interface Discovered {
  readonly group: string;
  readonly version: string;
  readonly name: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly DiscoveredSubresource[];
}

export interface DiscoveredSubresource {
  readonly name: string;
  readonly kind: string;
  /** Of another group than the resource: `autoscaling/v1` for a scale. */
  readonly of?: {readonly group: string; readonly version: string};
  readonly verbs: readonly string[];
}

const usualVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const writing = ['get', 'patch', 'update'];
const proxying = ['create', 'delete', 'get', 'patch', 'update'];
const streaming = ['create', 'get'];

/** Subresources that are no parts of the object. */
const others: {readonly [collection: string]: readonly DiscoveredSubresource[]} = {
  pods: [
    {name: 'attach', kind: 'PodAttachOptions', verbs: streaming},
    {name: 'binding', kind: 'Binding', verbs: ['create']},
    {name: 'eviction', kind: 'Eviction', of: {group: 'policy', version: 'v1'}, verbs: ['create']},
    {name: 'exec', kind: 'PodExecOptions', verbs: streaming},
    {name: 'log', kind: 'Pod', verbs: ['get']},
    {name: 'portforward', kind: 'PodPortForwardOptions', verbs: streaming},
    {name: 'proxy', kind: 'PodProxyOptions', verbs: proxying},
  ],
  services: [{name: 'proxy', kind: 'ServiceProxyOptions', verbs: proxying}],
  nodes: [{name: 'proxy', kind: 'NodeProxyOptions', verbs: proxying}],
  serviceaccounts: [
    {name: 'token', kind: 'TokenRequest', of: {group: 'authentication.k8s.io', version: 'v1'}, verbs: ['create']},
  ],
};

/** Everything the API has, in the order upstream tells it: by name within a version. */
export function catalogueOf(resources: readonly Resource[]): readonly Discovered[] {
  const groups = new Set(resources.map(({group, version}) => `${group}/${version}`));
  const named = unstored.map((one) => ({
    ...one,
    name: one.plural,
    singular: one.kind.toLowerCase(),
    shortNames: one.shortNames ?? [],
    categories: [],
    subresources: [],
  }));
  // A group without an object of its own is there as well, but for that of the metrics, which may be switched off.
  const known = named.filter(({group, version}) => group !== 'metrics.k8s.io' || groups.has(`${group}/${version}`));
  const stored = resources.map(discovered);
  const taken = new Set(stored.map(({group, version, name}) => `${group}/${version}/${name}`));
  const added = known.filter(({group, version, name}) => !taken.has(`${group}/${version}/${name}`));
  return [...stored, ...added].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function discovered(resource: Resource): Discovered {
  const {group, version, plural, singular, kind, namespaced, shortNames, categories} = resource;
  const {withoutVerbs = []} = resource;
  const verbs = usualVerbs.filter((verb) => !withoutVerbs.includes(verb));
  return {
    group,
    version,
    name: plural,
    singular,
    kind,
    namespaced,
    verbs,
    shortNames,
    categories,
    subresources: subresourcesOf(resource),
  };
}

function subresourcesOf(resource: Resource): readonly DiscoveredSubresource[] {
  const collection = resource.view?.collection ?? collectionOf(resource);
  const parts = writableSubresources(resource, collection).map((name) => ({
    name,
    kind: resource.kind,
    verbs: name === 'finalize' ? ['update'] : writing,
  }));
  const scale = resource.scale
    ? [{name: 'scale', kind: 'Scale', of: {group: 'autoscaling', version: 'v1'}, verbs: writing}]
    : [];
  const all = [...parts, ...scale, ...(others[collection] ?? [])];
  return all.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Groups as upstream puts them, by priority; others come after these, by name. */
const order = [
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
];

/** The groups but the core one, each with its versions, the preferred first. */
export function groupsOf(
  catalogue: readonly Discovered[],
): readonly {readonly name: string; readonly versions: readonly string[]}[] {
  const names = [...new Set(catalogue.map(({group}) => group))].filter((name) => name !== '');
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  const sorted = names.toSorted((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
  return sorted.map((name) => {
    const versions = new Set(catalogue.filter(({group}) => group === name).map(({version}) => version));
    return {name, versions: [...versions].toSorted(byPriority)};
  });
}

/** `v2`, `v1`, `v1beta2`, `v1beta1`, `v1alpha1`. https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority */
export function byPriority(one: string, other: string): number {
  const [left, right] = [rankOf(one), rankOf(other)];
  for (const [index, value] of left.entries()) {
    const difference = (right[index] ?? 0) - value;
    if (difference !== 0) return difference;
  }
  return one < other ? -1 : 1;
}

function rankOf(version: string): readonly number[] {
  const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  if (major === undefined) return [0, 0, 0];
  return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor ?? 0)];
}
