/** How a list of an object's is merged: by the key of its items, or as a set. */
export type ListMerge = {readonly kind: 'byKey'; readonly key: string} | {readonly kind: 'set'};

const byKey: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  resourceClaims: 'name',
  schedulingGates: 'name',
  secrets: 'name',
  conditions: 'type',
  addresses: 'type',
  podIPs: 'ip',
  hostIPs: 'ip',
  ownerReferences: 'uid',
  webhooks: 'name',
  validations: 'name',
};

const sets = new Set(['finalizers', 'podCIDRs']);

/** The maps of which only the fields that are set are kept, since each of their kinds has fields of its own. */
const keptWhole = new Set(['strategy', 'volumes']);

/**
 * How a list is merged by a strategic merge patch, as the API's types say; undefined for one that is replaced. `path`
 * are the keys that lead to it, those of list items left out.
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function listMerge(kind: string, path: readonly string[]): ListMerge | undefined {
  const name = path.at(-1) ?? '';
  const parent = path.at(-2) ?? '';
  if (sets.has(name)) return {kind: 'set'};
  if (name === 'ports') return portsMerge(kind, parent);
  // A Secret's or a ServiceAccount's own lists, and no projected volume's sources, have these names.
  if (name === 'secrets' && kind !== 'ServiceAccount') return undefined;
  const key = byKey[name];
  return key === undefined ? undefined : {kind: 'byKey', key};
}

function portsMerge(kind: string, parent: string): ListMerge | undefined {
  if (/ontainers$/.test(parent)) return {kind: 'byKey', key: 'containerPort'};
  return kind === 'Service' && parent === 'spec' ? {kind: 'byKey', key: 'port'} : undefined;
}

/** Whether a map keeps only the fields that a change names: its kind may be another one then. */
export function retainsKeys(path: readonly string[]): boolean {
  return keptWhole.has(path.at(-1) ?? '');
}

const ownGroups = /^$|^(apps|batch|autoscaling|policy|extensions)$|\.k8s\.io$/;
const foreignGroups = /^(gateway\.networking|snapshot\.storage|metrics|x-k8s)\.k8s\.io$|\.x-k8s\.io$/;

/** Whether the API knows how to merge the lists of a group's kinds: it does for its own kinds. */
export function mergesStrategically(group: string): boolean {
  return ownGroups.test(group) && !foreignGroups.test(group);
}
