import {setTimeout as delay} from 'node:timers/promises';
import {LearnError} from '../../errors.ts';
import {type KubeObject, type KubernetesApi, KubernetesRefusal} from './api.ts';
import type {Cluster} from './cluster.ts';
import {listAt, objectAt, textAt} from './read-object.ts';
import {inNamespace, pathOf} from './resources.ts';
import {differenceOf, type Kept, type Snapshot, scopeOf, takeSnapshot} from './snapshot.ts';

export interface ClusterReset {
  /** `deployment learn/web`, in the learner's words. */
  readonly removed: readonly string[];
  /** False when something that was there is gone: it must be made again by replay. */
  readonly exact: boolean;
}

const patienceMs = 60_000;
const lookAgainMs = 150;

/** What a reset to a snapshot would remove, in the learner's words. */
export async function inventoryCluster(cluster: Cluster, to: Snapshot): Promise<readonly string[]> {
  const now = await takeSnapshot(cluster.api, await cluster.resources('anew'), scopeOf(cluster));
  return differenceOf(to, now).added.map(spoken);
}

/**
 * Brings a cluster back to a snapshot: what came since is removed, what was changed is put back (labels, taints and cordons
 * of nodes among it). Rejects with CLUSTER_NOT_RESET when something does not go.
 */
export async function resetCluster(cluster: Cluster, to: Snapshot): Promise<ClusterReset> {
  const {api} = cluster;
  const resources = await cluster.resources('anew');
  const {added, missing, changed} = differenceOf(to, await takeSnapshot(api, resources, scopeOf(cluster)));
  const isNamespace = ({resource}: Kept): boolean => resource.name === 'namespaces';
  await Promise.all(added.filter((kept) => !isNamespace(kept)).map((kept) => remove(api, kept)));
  // An empty namespace goes at once; one with Pods in it is looked at again by the cluster only after a while.
  await untilEmpty(cluster, new Set(added.filter(isNamespace).map(({name}) => name)));
  await Promise.all(added.filter(isNamespace).map((kept) => remove(api, kept)));
  const restored = await Promise.all(changed.map((kept) => putBack(api, kept)));
  // What belongs to the cluster itself is made again; the learner's own things are the lesson's to make.
  const system = missing.filter(isSystem);
  const remade = await Promise.all(system.map((kept) => makeAgain(api, kept)));
  await untilGone(cluster, added);
  const exact = restored.every(Boolean) && remade.every(Boolean) && missing.length === system.length;
  return {removed: added.map(spoken), exact};
}

function spoken({resource, namespace, name}: Kept): string {
  return `${resource.singular || resource.name} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

function isSystem({namespace, resource, name}: Kept): boolean {
  return (
    /^kube-/.test(namespace) ||
    namespace === 'local-path-storage' ||
    (resource.namespaced === false && !/^learn/.test(name))
  );
}

async function remove(api: KubernetesApi, {resource, namespace, name}: Kept): Promise<void> {
  const body = {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy: 'Background',
    // Nobody waits for a shell that does not listen to SIGTERM.
    ...(resource.name === 'pods' ? {gracePeriodSeconds: 0} : {}),
  };
  await tolerating(404, api.ask({method: 'DELETE', path: pathOf(resource, {namespace, object: name}), body}));
}

/** An object as it was; false when the cluster does not want it so any more. */
async function putBack(api: KubernetesApi, {resource, namespace, name, object, uid}: Kept): Promise<boolean> {
  const path = pathOf(resource, {namespace, object: name});
  const now = await tolerating(404, api.ask({path}));
  if (!now) return false;
  // Deleted and made anew by the learner: not the one that was.
  if (textAt(now, 'metadata', 'uid') !== uid) return false;
  const metadata = {
    ...objectAt(now, 'metadata'),
    labels: objectAt(object, 'metadata', 'labels'),
    annotations: objectAt(object, 'metadata', 'annotations'),
    managedFields: undefined,
  };
  const wanted = resource.name === 'nodes' ? {...now, spec: specOfNode(now, object)} : {...object, status: undefined};
  return succeeded(api.ask({method: 'PUT', path, body: {...wanted, metadata}}));
}

/** Taints the cluster sets itself stay as they are now. */
function specOfNode(now: KubeObject, before: KubeObject): KubeObject {
  const isOwn = ({key}: KubeObject): boolean => String(key).startsWith('node.kubernetes.io/');
  const taints = [
    ...listAt(before, 'spec', 'taints').filter((taint) => !isOwn(taint)),
    ...listAt(now, 'spec', 'taints').filter(
      (taint) => isOwn(taint) && taint['key'] !== 'node.kubernetes.io/unschedulable',
    ),
  ];
  const {unschedulable: _, ...spec} = objectAt(now, 'spec');
  const wasCordoned = objectAt(before, 'spec')['unschedulable'] === true;
  return {...spec, taints, ...(wasCordoned ? {unschedulable: true} : {})};
}

async function makeAgain(api: KubernetesApi, {resource, namespace, object}: Kept): Promise<boolean> {
  const {labels, annotations, name} = objectAt(object, 'metadata');
  const metadata = {name, labels, annotations, ...(namespace === '' ? {} : {namespace})};
  return succeeded(
    api.ask({method: 'POST', path: pathOf(resource, {namespace}), body: {...object, metadata, status: undefined}}),
  );
}

/** Until nothing that came since is there, Pods that are still ending included. */
async function untilGone(cluster: Cluster, added: readonly Kept[]): Promise<void> {
  const {api} = cluster;
  const doomed = new Set(added.map(({uid}) => uid));
  // No list of what none of them is in.
  const resources = [...new Map(added.map(({resource}) => [`${resource.group}/${resource.name}`, resource])).values()];
  const end = performance.now() + patienceMs;
  for (;;) {
    await endPods(cluster);
    const now = await takeSnapshot(api, resources, scopeOf(cluster));
    const left = [...now.values()].filter(({uid}) => doomed.has(uid));
    if (left.length === 0) return;
    if (performance.now() > end) throw notReset(left.map(spoken));
    await delay(lookAgainMs);
  }
}

async function untilEmpty(cluster: Cluster, namespaces: ReadonlySet<string>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (namespaces.size > 0 && performance.now() < end) {
    await endPods(cluster);
    const pods = listAt(await cluster.api.ask({path: '/api/v1/pods'}), 'items');
    if (!pods.some((pod) => namespaces.has(textAt(pod, 'metadata', 'namespace')))) return;
    await delay(lookAgainMs);
  }
}

/** Pods that are on their way out are not waited for. */
async function endPods(cluster: Cluster): Promise<void> {
  const {api} = cluster;
  const path = inNamespace('/api/v1/pods', scopeOf(cluster));
  const pods = listAt(await api.ask({path}), 'items').filter(
    (pod) =>
      textAt(pod, 'metadata', 'deletionTimestamp') !== '' && !textAt(pod, 'metadata', 'namespace').startsWith('kube-'),
  );
  await Promise.all(
    pods.map((pod) =>
      tolerating(
        404,
        api.ask({
          method: 'DELETE',
          path: `/api/v1/namespaces/${textAt(pod, 'metadata', 'namespace')}/pods/${textAt(pod, 'metadata', 'name')}`,
          body: {kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0},
        }),
      ),
    ),
  );
}

function notReset(left: readonly string[]): LearnError {
  return new LearnError({
    code: 'CLUSTER_NOT_RESET',
    message: `The cluster does not let go of: ${left.slice(0, 5).join(', ')}.`,
    fix: 'Delete it by hand (kubectl delete … --force), or make the cluster anew: kind delete cluster --name k8s-learn',
  });
}

async function tolerating(status: number, answer: Promise<KubeObject>): Promise<KubeObject | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubernetesRefusal && error.status === status) return undefined;
    throw error;
  }
}

async function succeeded(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (error instanceof KubernetesRefusal && error.status > 0) return false;
    throw error;
  }
}
