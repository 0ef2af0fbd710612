import type {Kubectl} from '../app.ts';
import {type ApiResource, kindName, pathOf} from '../client/api-resource.ts';
import type {Json} from '../json.ts';
import {metaOf} from '../json.ts';
import {fetchSome} from '../resources/fetch.ts';
import {lastAppliedOf} from '../writing/last-applied.ts';
import {type DryRun, dryRunSuffix} from '../writing/write-flags.ts';

/** What is looked through for objects whose files are gone. */
export interface Pruning {
  readonly labelSelector: string;
  /** The namespaces that were applied to. */
  readonly namespaces: ReadonlySet<string>;
  /** The uids of what was applied. */
  readonly kept: ReadonlySet<string>;
  /** `core/v1/ConfigMap`; empty stands for the usual kinds. */
  readonly allowlist: readonly string[];
  readonly dryRun: DryRun;
  readonly tell: ((object: Json) => Promise<void>) | undefined;
}

const usual = [
  'core/v1/ConfigMap',
  'core/v1/Endpoints',
  'core/v1/PersistentVolumeClaim',
  'core/v1/Pod',
  'core/v1/ReplicationController',
  'core/v1/Secret',
  'core/v1/Service',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
  'core/v1/Namespace',
  'core/v1/PersistentVolume',
];

/** Deletes what `apply` once made and no file asks for any more. */
export async function prune(kubectl: Kubectl, pruning: Pruning): Promise<void> {
  const names = pruning.allowlist.length === 0 ? usual : pruning.allowlist;
  for (const name of names) {
    const resource = await resourceOf(kubectl, name);
    const namespaces = resource.namespaced ? [...pruning.namespaces].filter((one) => one !== '') : [''];
    // Cluster-wide objects are no business of the usual list.
    if (!resource.namespaced && pruning.allowlist.length === 0) continue;
    for (const namespace of namespaces) await pruneKind(kubectl, {resource, namespace}, pruning);
  }
}

async function resourceOf({discovery}: Kubectl, name: string): Promise<ApiResource> {
  const [group = '', version = '', kind = ''] = name.split('/');
  if (kind === '') throw new Error(`invalid GroupVersionKind format: ${name}, please follow <group/version/kind>`);
  return discovery.ofKind(group === 'core' || group === '' ? version : `${group}/${version}`, kind);
}

async function pruneKind(
  kubectl: Kubectl,
  {resource, namespace}: {readonly resource: ApiResource; readonly namespace: string},
  {labelSelector, kept, dryRun, tell}: Pruning,
): Promise<void> {
  const wanted = {kind: 'list', resource, namespace, labelSelector, fieldSelector: ''} as const;
  const {found} = await fetchSome(kubectl, [wanted], {ignoreNotFound: true});
  for (const {object, name} of found) {
    if (lastAppliedOf(object) === '' || kept.has(metaOf(object).uid)) continue;
    if (dryRun !== 'client') {
      await kubectl.api.json({
        method: 'DELETE',
        path: pathOf(resource, {namespace, name}),
        query: dryRun === 'server' ? {dryRun: 'All'} : {},
        json: {kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background'},
      });
    }
    if (tell === undefined) await kubectl.print(`${kindName(resource)}/${name} pruned${dryRunSuffix(dryRun)}\n`);
    else await tell(object);
  }
}
