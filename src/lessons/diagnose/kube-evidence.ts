import type {ClusterSurroundings, KubeJson} from '../../observation.ts';
import {listIn, numberIn, objectIn, textIn} from '../checks/json.ts';
import {conditionOf} from '../checks/on-its-way.ts';
import type {Case} from './diagnosis.ts';
import {lastAct, portOf, text} from './evidence.ts';

/** Where the course works unless a lesson says otherwise. */
function homeOf({surroundings}: Case): string {
  return surroundings.cluster?.state.home.namespace ?? 'default';
}

/** The cluster around a check about it; undefined for checks about something else, and while there is none. */
export function clusterOf(found: Case): ClusterSurroundings | undefined {
  const {subject, surroundings} = found;
  if (subject.api === 'kubernetes') return surroundings.cluster;
  return subject.api === 'http' && nodePortService(found) ? surroundings.cluster : undefined;
}

export function namespaceOf(found: Case): string {
  const {subject} = found;
  if (subject.api !== 'kubernetes' || subject.resource === 'cluster') return homeOf(found);
  return subject.namespace === '' ? homeOf(found) : subject.namespace;
}

export function nameOf(object: KubeJson): string {
  return textIn(object, 'metadata', 'name');
}

export function isIn(namespace: string): (object: KubeJson) => boolean {
  return (object) => namespace === '*' || textIn(object, 'metadata', 'namespace') === namespace;
}

/** The Service a check asks for an answer: inside the cluster by its name, from outside by its node port. */
export function serviceOf(found: Case): KubeJson | undefined {
  const {subject, surroundings} = found;
  const services = surroundings.cluster?.services ?? [];
  if (subject.api === 'http') return nodePortService(found);
  if (subject.api !== 'kubernetes') return undefined;
  if (subject.resource === 'answer' && subject.of.startsWith('service/'))
    return services.filter(isIn(namespaceOf(found))).find((one) => nameOf(one) === subject.of.slice('service/'.length));
  if (subject.resource !== 'object') return undefined;
  const isEndpoints = subject.kind === 'Endpoints' || subject.kind === 'EndpointSlice';
  return subject.kind === 'Service' || isEndpoints
    ? services.filter(isIn(namespaceOf(found))).find((one) => nameOf(one) === subject.name)
    : undefined;
}

function nodePortService({subject, surroundings}: Case): KubeJson | undefined {
  if (subject.api !== 'http') return undefined;
  const port = portOf(subject.url);
  return surroundings.cluster?.services.find((service) =>
    listIn(service, 'spec', 'ports').some(({nodePort}) => nodePort === port),
  );
}

/** Pods that carry every label of a selector; none for an empty one. */
export function selectedBy(pods: readonly KubeJson[], selector: KubeJson): readonly KubeJson[] {
  const wanted = Object.entries(selector);
  if (wanted.length === 0) return [];
  return pods.filter((pod) => wanted.every(([key, value]) => objectIn(pod, 'metadata', 'labels')[key] === value));
}

/** `app=web,tier=front` as labels; forms beyond equality are left out. */
export function labelsOf(selector: string): KubeJson {
  const pairs = selector.split(',').flatMap((part) => {
    const [, key, value] = /^\s*([^=!<>\s]+)\s*==?\s*(\S+)\s*$/.exec(part) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** The Pods a check is about, directly or through what made or selects them; newest first. */
export function podsOf(found: Case): readonly KubeJson[] {
  const cluster = clusterOf(found);
  if (!cluster) return [];
  return [...podsBehind(found, cluster)].sort((one, other) => createdAt(other).localeCompare(createdAt(one)));
}

function podsBehind(found: Case, cluster: ClusterSurroundings): readonly KubeJson[] {
  const {subject} = found;
  const here = cluster.pods.filter(isIn(namespaceOf(found)));
  const service = serviceOf(found);
  if (service) return selectedBy(here, objectIn(service, 'spec', 'selector'));
  if (subject.api !== 'kubernetes') return [];
  switch (subject.resource) {
    case 'object':
      if (subject.kind === 'Pod') return here.filter((pod) => nameOf(pod) === subject.name);
      return ownedBy(cluster, here, subject.kind, subject.name);
    case 'objects':
      return subject.kind === 'Pod' ? selectedBy(here, labelsOf(subject.selector)) : [];
    case 'pod-logs':
      return subject.pod.includes('=')
        ? selectedBy(here, labelsOf(subject.pod))
        : here.filter((pod) => nameOf(pod) === subject.pod);
    case 'answer':
      return here.filter((pod) => `pod/${nameOf(pod)}` === subject.of);
    case 'cluster':
      return [];
  }
}

function ownedBy(
  cluster: ClusterSurroundings,
  pods: readonly KubeJson[],
  kind: string,
  name: string,
): readonly KubeJson[] {
  const owns = (object: KubeJson, owner: {readonly kind: string; readonly name: string}): boolean =>
    listIn(object, 'metadata', 'ownerReferences').some(
      (one) => one['kind'] === owner.kind && one['name'] === owner.name,
    );
  if (kind !== 'Deployment') return pods.filter((pod) => owns(pod, {kind, name}));
  const sets = cluster.replicaSets.filter((set) => owns(set, {kind, name})).map(nameOf);
  return pods.filter((pod) => sets.some((set) => owns(pod, {kind: 'ReplicaSet', name: set})));
}

export function createdAt(object: KubeJson): string {
  return textIn(object, 'metadata', 'creationTimestamp');
}

/** What the cluster noted about an object, newest last. */
export function eventsOf(cluster: ClusterSurroundings, object: KubeJson): readonly KubeJson[] {
  const uid = textIn(object, 'metadata', 'uid');
  return cluster.events.filter((event) => textIn(event, 'involvedObject', 'uid') === uid);
}

/** A container of a Pod that has something to tell. */
export interface PodContainer {
  readonly pod: KubeJson;
  readonly podName: string;
  readonly name: string;
  readonly image: string;
  /** Why it does not run now: `ImagePullBackOff`; '' when it does. */
  readonly reason: string;
  readonly message: string;
  /** How it ended last: `Error`, `OOMKilled`; '' when it never did. */
  readonly ended: string;
  readonly exitCode: number;
  readonly restarts: number;
  /** The last line of its last run, '' where nobody kept it. */
  readonly lastLine: string;
}

/** Every container of the Pods a check is about, newest Pod first. */
export function containersOf(found: Case): readonly PodContainer[] {
  const cluster = clusterOf(found);
  if (!cluster) return [];
  return podsOf(found).flatMap((pod) =>
    ['initContainerStatuses', 'containerStatuses'].flatMap((field) =>
      listIn(pod, 'status', field).map((status) => containerIn(cluster, pod, status)),
    ),
  );
}

function containerIn(cluster: ClusterSurroundings, pod: KubeJson, status: KubeJson): PodContainer {
  const now = objectIn(status, 'state', 'terminated');
  const last = 'exitCode' in now ? now : objectIn(status, 'lastState', 'terminated');
  const name = textIn(status, 'name');
  const lines = cluster.logs[`${textIn(pod, 'metadata', 'namespace')}/${nameOf(pod)}/${name}`] ?? [];
  return {
    pod,
    podName: nameOf(pod),
    name,
    image: textIn(status, 'image'),
    reason: textIn(status, 'state', 'waiting', 'reason') || textIn(now, 'reason'),
    message: textIn(status, 'state', 'waiting', 'message') || textIn(last, 'message'),
    ended: textIn(last, 'reason'),
    exitCode: numberIn(last, 'exitCode'),
    restarts: numberIn(status, 'restartCount'),
    lastLine: lines.at(-1)?.trim() ?? '',
  };
}

/** A Pod no node was found for, and the scheduler's sentence about it. */
export function unscheduled(found: Case): {readonly pod: KubeJson; readonly message: string} | undefined {
  const pod = podsOf(found).find((one) => conditionOf(one, 'PodScheduled')?.['status'] === 'False');
  return pod && {pod, message: textIn(conditionOf(pod, 'PodScheduled'), 'message')};
}

/** Whether a part of the control plane runs: `kube-scheduler`. */
export function componentRuns({pods}: ClusterSurroundings, component: string): boolean {
  return pods.some(
    (pod) =>
      textIn(pod, 'metadata', 'namespace') === 'kube-system' &&
      objectIn(pod, 'metadata', 'labels')['component'] === component &&
      textIn(pod, 'metadata', 'deletionTimestamp') === '' &&
      conditionOf(pod, 'Ready')?.['status'] === 'True',
  );
}

/** What the API server refused: of the very command the check looked at, or of the last thing the learner did. */
export function apiRefusal(
  found: Case,
): {readonly command: string; readonly target: string; readonly answer: string} | undefined {
  const {verdict, subject} = found;
  if (verdict.cause === 'call-refused') {
    const [command, target, answer] = ['command', 'target', 'answer'].map((name) => text(verdict.params[name]));
    return command?.startsWith('kubectl ') ? {command, target: target ?? '', answer: answer ?? ''} : undefined;
  }
  const last = subject.api === 'kubernetes' ? lastAct(found) : undefined;
  if (!last?.verb.startsWith('kubectl ') || last.status < 400) return undefined;
  return {command: last.verb, target: last.target, answer: last.error};
}

/** The kind and name a check asks for; undefined for checks that ask for no one object. */
export function askedObject({subject}: Case): {readonly kind: string; readonly name: string} | undefined {
  if (subject.api !== 'kubernetes') return undefined;
  if (subject.resource === 'object') return {kind: subject.kind, name: subject.name};
  if (subject.resource !== 'answer') return undefined;
  const [kind = '', name = ''] = subject.of.split('/');
  return {kind: kind === 'pod' ? 'Pod' : 'Service', name};
}

/** The objects of a kind that the survey knows. */
export function objectsOfKind(cluster: ClusterSurroundings, kind: string): readonly KubeJson[] {
  const lists: {readonly [kind: string]: readonly KubeJson[]} = {
    Pod: cluster.pods,
    Service: cluster.services,
    Deployment: cluster.deployments,
    ReplicaSet: cluster.replicaSets,
    DaemonSet: cluster.daemonSets,
    StatefulSet: cluster.statefulSets,
    Job: cluster.jobs,
    Node: cluster.nodes,
    Namespace: cluster.namespaces,
    ConfigMap: cluster.configMaps,
    Secret: cluster.secrets,
    ResourceQuota: cluster.resourceQuotas,
  };
  return lists[kind] ?? [];
}

/** `app=web, tier=front` */
export function labelText(labels: KubeJson): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}
