import type {ClusterSurroundings, KubeJson} from '../../observation.ts';
import {type KubernetesApi, KubernetesRefusal} from './api.ts';
import type {Cluster} from './cluster.ts';
import {clusterState, tidy} from './observe.ts';
import {listAt, objectAt, textAt} from './read-object.ts';
import {inNamespace} from './resources.ts';
import {scopeOf} from './snapshot.ts';

const lists = {
  pods: '/api/v1/pods',
  services: '/api/v1/services',
  endpointSlices: '/apis/discovery.k8s.io/v1/endpointslices',
  deployments: '/apis/apps/v1/deployments',
  replicaSets: '/apis/apps/v1/replicasets',
  daemonSets: '/apis/apps/v1/daemonsets',
  statefulSets: '/apis/apps/v1/statefulsets',
  jobs: '/apis/batch/v1/jobs',
  nodes: '/api/v1/nodes',
  namespaces: '/api/v1/namespaces',
  configMaps: '/api/v1/configmaps',
  secrets: '/api/v1/secrets',
  resourceQuotas: '/api/v1/resourcequotas',
  events: '/api/v1/events',
} as const;

type ListName = keyof typeof lists;

const mostEvents = 300;
const mostLogs = 6;
const lastLines = 20;

/** Everything that may explain why something is not as asked. Undefined while there is no cluster, or it does not answer. */
export async function surveyKubernetes(cluster: Cluster): Promise<ClusterSurroundings | undefined> {
  try {
    const state = await clusterState(cluster);
    if (!state) return undefined;
    const names = Object.keys(lists) as readonly ListName[];
    const read = await Promise.all(names.map((name) => listed(cluster, name)));
    const found = Object.fromEntries(names.map((name, index) => [name, read[index] ?? []])) as {
      readonly [name in ListName]: readonly KubeJson[];
    };
    return {
      state,
      ...found,
      secrets: found.secrets.map(withoutValues),
      events: found.events.toSorted(byTime).slice(-mostEvents),
      logs: await logsOf(cluster.api, found.pods),
    };
  } catch (error) {
    if (error instanceof KubernetesRefusal) return undefined;
    throw error;
  }
}

/** On somebody else's cluster, not everything may be read. */
async function listed(cluster: Cluster, name: ListName): Promise<readonly KubeJson[]> {
  try {
    const answer = await cluster.api.ask({path: within(lists[name], cluster)});
    const all = listAt(answer, 'items').map(tidy);
    // The cluster's own belongings explain nothing, but for its Pods: a scheduler that is gone explains a lot.
    return name === 'pods' || name === 'nodes' || name === 'namespaces' ? all : all.filter((one) => !isSystem(one));
  } catch (error) {
    if (error instanceof KubernetesRefusal && (error.status === 403 || error.status === 404)) return [];
    throw error;
  }
}

/** What others have in their cluster is no business of ours. */
function within(path: string, cluster: Cluster): string {
  const isClusterWide = path === lists.nodes || path === lists.namespaces;
  return isClusterWide ? path : inNamespace(path, scopeOf(cluster));
}

function isSystem(object: KubeJson): boolean {
  return /^(kube-system|kube-public|kube-node-lease|local-path-storage)$/.test(textAt(object, 'metadata', 'namespace'));
}

function withoutValues(secret: KubeJson): KubeJson {
  const keys = Object.keys(objectAt(secret, 'data'));
  return {...secret, data: Object.fromEntries(keys.map((key) => [key, '']))};
}

function byTime(one: KubeJson, other: KubeJson): number {
  return timeOf(one).localeCompare(timeOf(other));
}

function timeOf(event: KubeJson): string {
  return (
    textAt(event, 'series', 'lastObservedTime') ||
    textAt(event, 'lastTimestamp') ||
    textAt(event, 'eventTime') ||
    textAt(event, 'metadata', 'creationTimestamp')
  );
}

/** Last words of containers that ended and are started again, or have failed. */
async function logsOf(
  api: KubernetesApi,
  pods: readonly KubeJson[],
): Promise<{readonly [container: string]: readonly string[]}> {
  const wanted = pods
    .filter((pod) => !isSystem(pod))
    .flatMap((pod) => endedIn(pod).map((ended) => ({...ended, pod})))
    .slice(-mostLogs);
  const read = await Promise.all(
    wanted.map(async ({pod, container, previous}) => {
      const namespace = textAt(pod, 'metadata', 'namespace');
      const name = textAt(pod, 'metadata', 'name');
      const query = new URLSearchParams({
        container,
        tailLines: String(lastLines),
        ...(previous ? {previous: 'true'} : {}),
      });
      const path = `/api/v1/namespaces/${namespace}/pods/${name}/log?${query}`;
      const text = await api.text({path}).catch(() => '');
      return [`${namespace}/${name}/${container}`, text.split('\n').filter((line) => line !== '')] as const;
    }),
  );
  return Object.fromEntries(read);
}

interface Ended {
  readonly container: string;
  /** Its last run's log, not that of the one that is being tried now. */
  readonly previous: boolean;
}

function endedIn(pod: KubeJson): readonly Ended[] {
  const statuses = ['initContainerStatuses', 'containerStatuses'].flatMap((field) => listAt(pod, 'status', field));
  return statuses.flatMap((status): readonly Ended[] => {
    const container = textAt(status, 'name');
    const ended = objectAt(status, 'state', 'terminated');
    if ('exitCode' in ended && ended['exitCode'] !== 0) return [{container, previous: false}];
    const isBackingOff = textAt(status, 'state', 'waiting', 'reason') === 'CrashLoopBackOff';
    const hasEnded = isBackingOff || 'exitCode' in objectAt(status, 'lastState', 'terminated');
    return hasEnded ? [{container, previous: true}] : [];
  });
}
