import type {KubeObject, KubernetesApi} from './api.ts';
import type {Cluster} from './cluster.ts';
import {listAt, objectAt, textAt} from './read-object.ts';
import {pathOf, type Resource} from './resources.ts';

/** One object of a snapshot. */
export interface Kept {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly object: KubeObject;
}

/** Everything in a cluster that somebody asked for, by resource, namespace and name. */
export type Snapshot = ReadonlyMap<string, Kept>;

/** What the cluster writes about itself, all the time. */
const ownBusiness = new Set([
  'events',
  'leases',
  'endpoints',
  'endpointslices',
  'componentstatuses',
  'certificatesigningrequests',
  'csinodes',
  'ipaddresses',
  'leasecandidates',
  'controllerrevisions',
  'volumeattachments',
  'apiservices',
  'flowschemas',
  'prioritylevelconfigurations',
]);

/** Whether what a resource holds belongs to a cluster's state as somebody wants it. */
export function isWanted({name, verbs, group}: Resource): boolean {
  if (ownBusiness.has(name) || group === 'metrics.k8s.io') return false;
  return ['list', 'delete'].every((verb) => verbs.includes(verb));
}

/** The one namespace that is the course's, '' where everything is. */
export function scopeOf({home}: Pick<Cluster, 'home'>): string {
  return home.whole ? '' : home.namespace;
}

/** Lists everything wanted. `namespace`: only there. */
export async function takeSnapshot(
  api: KubernetesApi,
  resources: readonly Resource[],
  namespace = '',
): Promise<Snapshot> {
  const wanted = resources.filter((resource) => isWanted(resource) && (namespace === '' || resource.namespaced));
  const lists = await Promise.all(
    wanted.map(async (resource) => {
      const answer = await api.ask({path: pathOf(resource, {namespace})});
      return listAt(answer, 'items').map((object) => keptOf(resource, object));
    }),
  );
  const kept = lists.flat().filter((one) => !isMadeByItself(one));
  return new Map(kept.map((one) => [keyOf(one), one]));
}

export function keyOf({resource, namespace, name}: Pick<Kept, 'resource' | 'namespace' | 'name'>): string {
  return `${resource.group}/${resource.name}/${namespace}/${name}`;
}

function keptOf(resource: Resource, object: KubeObject): Kept {
  const metadata = objectAt(object, 'metadata');
  return {
    resource,
    namespace: textAt(metadata, 'namespace'),
    name: textAt(metadata, 'name'),
    uid: textAt(metadata, 'uid'),
    object,
  };
}

/** Comes and goes with something else: a ReplicaSet's Pod, what every namespace is given. */
function isMadeByItself({resource, name, object}: Kept): boolean {
  if (listAt(object, 'metadata', 'ownerReferences').some((owner) => owner['controller'] === true)) return true;
  if (resource.name === 'serviceaccounts') return name === 'default';
  if (resource.name === 'configmaps') return name === 'kube-root-ca.crt';
  if (resource.name === 'services')
    return name === 'kubernetes' && textAt(object, 'metadata', 'namespace') === 'default';
  return resource.name === 'secrets' && textAt(object, 'type') === 'bootstrap.kubernetes.io/token';
}

/** How one snapshot became another. */
export interface Difference {
  readonly added: readonly Kept[];
  readonly missing: readonly Kept[];
  /** As it was before. */
  readonly changed: readonly Kept[];
}

export function differenceOf(before: Snapshot, now: Snapshot): Difference {
  const added = [...now]
    .filter(([key, kept]) => before.get(key)?.uid !== kept.uid && !isLate(kept))
    .map(([, kept]) => kept);
  const missing = [...before].filter(([key]) => !now.has(key)).map(([, kept]) => kept);
  const changed = [...before].flatMap(([key, kept]) => {
    const other = now.get(key);
    if (!other) return [];
    return other.uid !== kept.uid || wish(other) !== wish(kept) ? [kept] : [];
  });
  return {added, missing, changed};
}

/** A young cluster goes on furnishing itself for a while; what people make, they make with kubectl or its like. */
function isLate({namespace, object, name}: Kept): boolean {
  const isSystem = /^(kube-|local-path-storage$)/.test(namespace) || (namespace === '' && name.startsWith('system:'));
  return (
    isSystem &&
    !listAt(object, 'metadata', 'managedFields').some(({manager}) => /^(kubectl|helm)/.test(String(manager)))
  );
}

/** What somebody wants of an object, without what the cluster itself notes on it. */
function wish({object, resource}: Kept): string {
  const {status: _, metadata, ...rest} = object;
  const labels = objectAt(metadata, 'labels');
  const taints = resource.name === 'nodes' ? wishOfNode(object) : undefined;
  const annotations = Object.entries(objectAt(metadata, 'annotations')).filter(([name]) => !isNote(name));
  return stable(taints ? {labels, taints} : {...rest, labels, annotations: Object.fromEntries(annotations)});
}

/** The cluster taints nodes itself when they are not ready. */
function wishOfNode(node: KubeObject): object {
  const taints = listAt(node, 'spec', 'taints').filter(({key}) => !String(key).startsWith('node.kubernetes.io/'));
  return {taints, unschedulable: objectAt(node, 'spec')['unschedulable'] === true};
}

function isNote(annotation: string): boolean {
  return /^(deployment\.kubernetes\.io\/|control-plane\.alpha|kubectl\.kubernetes\.io\/last-applied|endpoints\.|pv\.|volume\.)/.test(
    annotation,
  );
}

/** JSON with sorted keys. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
