import type {ClusterStateView, Json, Observation, Subject} from '../../observation.ts';
import {similarTo} from '../similar.ts';
import {type KubeObject, KubernetesRefusal} from './api.ts';
import type {Cluster} from './cluster.ts';
import {listAt, objectAt, textAt} from './read-object.ts';
import {pathOf, type Resource, resourceOfKind} from './resources.ts';

type KubernetesSubject = Extract<Subject, {api: 'kubernetes'}>;

const logLines = 500;
const bodyBytes = 64 * 1024;

/** Looks once at something in the cluster. Never rejects: trouble is `unreachable`, with a diagnosis as its cause. */
export async function observeKubernetes(cluster: Cluster, subject: KubernetesSubject): Promise<Observation> {
  try {
    if (subject.resource === 'cluster') return await observeCluster(cluster);
    if (!cluster.upstream()) return unreachable('no-cluster', {});
    return await observeThere(cluster, inHome(subject, cluster.home.namespace));
  } catch (error) {
    if (!(error instanceof KubernetesRefusal)) throw error;
    if (error.status === 0) return unreachable('api-server-unreachable', {reason: error.message});
    return unreachable('looking-failed', {object: subject.resource, reason: error.message});
  }
}

function unreachable(cause: string, params: {readonly [name: string]: string}): Observation {
  return {state: 'unreachable', reason: {cause, params}};
}

/** `''` is the course's own namespace. */
function inHome(
  subject: Exclude<KubernetesSubject, {resource: 'cluster'}>,
  homeNamespace: string,
): Exclude<KubernetesSubject, {resource: 'cluster'}> {
  return subject.namespace === '' ? {...subject, namespace: homeNamespace} : subject;
}

async function observeThere(
  cluster: Cluster,
  subject: Exclude<KubernetesSubject, {resource: 'cluster'}>,
): Promise<Observation> {
  switch (subject.resource) {
    case 'object':
      return observeObject(cluster, subject);
    case 'objects':
      return observeObjects(cluster, subject);
    case 'pod-logs':
      return observeLogs(cluster, subject);
    case 'answer':
      return observeAnswer(cluster, subject);
  }
}

async function observeObject(
  cluster: Cluster,
  {kind, apiVersion, namespace, name}: Extract<KubernetesSubject, {resource: 'object'}>,
): Promise<Observation> {
  const resource = await resourceFor(cluster, kind, apiVersion);
  if (!resource) return {state: 'absent', similar: []};
  try {
    const object = await cluster.api.ask({path: pathOf(resource, {namespace, object: name})});
    return {state: 'present', object: tidy(object)};
  } catch (error) {
    if (!(error instanceof KubernetesRefusal) || error.status !== 404) throw error;
    return {state: 'absent', similar: similarTo(name, await namesOf(cluster, resource, namespace))};
  }
}

/** A custom kind may have come since: asked again when it is not known. */
async function resourceFor(cluster: Cluster, kind: string, apiVersion: string): Promise<Resource | undefined> {
  return (
    resourceOfKind(await cluster.resources(), kind, apiVersion) ??
    resourceOfKind(await cluster.resources('anew'), kind, apiVersion)
  );
}

async function namesOf(cluster: Cluster, resource: Resource, namespace: string): Promise<readonly string[]> {
  const answer = await cluster.api.ask({path: pathOf(resource, {namespace})});
  return listAt(answer, 'items').map((one) => textAt(one, 'metadata', 'name'));
}

async function observeObjects(
  cluster: Cluster,
  {kind, apiVersion, namespace, selector}: Extract<KubernetesSubject, {resource: 'objects'}>,
): Promise<Observation> {
  const resource = await resourceFor(cluster, kind, apiVersion);
  if (!resource) return {state: 'present', object: {items: []}};
  const query = selector === '' ? '' : `?labelSelector=${encodeURIComponent(selector)}`;
  const where = namespace === '*' ? {} : {namespace};
  const answer = await cluster.api.ask({path: `${pathOf(resource, where)}${query}`});
  const items = listAt(answer, 'items').map((item) => tidy({kind: resource.kind, ...item}));
  return {state: 'present', object: {items: items.toSorted(byAge)}};
}

async function observeLogs(
  cluster: Cluster,
  {namespace, pod, container}: Extract<KubernetesSubject, {resource: 'pod-logs'}>,
): Promise<Observation> {
  const found = await findPod(cluster, namespace, pod);
  if (found === undefined) return {state: 'absent', similar: []};
  const query = new URLSearchParams({tailLines: String(logLines), ...(container === '' ? {} : {container})});
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(found)}/log?${query}`;
  try {
    const text = await cluster.api.text({path});
    return {state: 'present', object: {lines: text.split('\n').filter((line) => line !== '')}};
  } catch (error) {
    // Its container waits to start, or there are several: nothing is there to read yet.
    if (error instanceof KubernetesRefusal && (error.status === 400 || error.status === 404))
      return {state: 'present', object: {lines: []}};
    throw error;
  }
}

/** By its name, or the newest that a selector finds. */
async function findPod(cluster: Cluster, namespace: string, pod: string): Promise<string | undefined> {
  const selector = pod.includes('=') ? `?labelSelector=${encodeURIComponent(pod)}` : '';
  const answer = await cluster.api.ask({path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods${selector}`});
  const names = listAt(answer, 'items')
    .map((one) => tidy(one))
    .toSorted(byAge)
    .map((one) => textAt(one, 'metadata', 'name'));
  return selector === '' ? names.find((name) => name === pod) : names.at(-1);
}

async function observeAnswer(
  cluster: Cluster,
  {namespace, of, port, path}: Extract<KubernetesSubject, {resource: 'answer'}>,
): Promise<Observation> {
  const [kind = '', name = ''] = of.split('/');
  const resource = kind === 'pod' ? 'pods' : 'services';
  const place = `/api/v1/namespaces/${encodeURIComponent(namespace)}/${resource}/${encodeURIComponent(name)}:${port}/proxy`;
  try {
    const body = await cluster.api.text({path: `${place}${path.startsWith('/') ? path : `/${path}`}`, accept: '*/*'});
    return {state: 'present', object: {status: 200, headers: {}, body: body.slice(0, bodyBytes)}};
  } catch (error) {
    if (!(error instanceof KubernetesRefusal) || error.status === 0) throw error;
    if (error.status === 404 && /not found/.test(error.message)) return {state: 'absent', similar: []};
    // The proxy says so when nobody listens; any other answer is the server's own.
    if (error.status === 503 || error.status === 502)
      return unreachable('no-answer-in-cluster', {of, port: String(port), reason: error.message});
    return {state: 'present', object: {status: error.status, headers: {}, body: error.message}};
  }
}

async function observeCluster(cluster: Cluster): Promise<Observation> {
  const state = await clusterState(cluster);
  return state ? {state: 'present', object: state} : {state: 'absent', similar: []};
}

/** Undefined while there is no cluster. Rejects with a KubernetesRefusal when it does not answer. */
export async function clusterState(cluster: Cluster): Promise<ClusterStateView | undefined> {
  if (!cluster.upstream()) return undefined;
  const [version, nodes] = await Promise.all([
    cluster.api.ask({path: '/version'}),
    cluster.api.ask({path: '/api/v1/nodes'}),
  ]);
  const {context, namespace, leadsHere} = cluster.learnersContext();
  return {
    name: cluster.name,
    version: textAt(version, 'gitVersion'),
    nodes: listAt(nodes, 'items').map((node) => ({
      name: textAt(node, 'metadata', 'name'),
      role:
        'node-role.kubernetes.io/control-plane' in objectAt(node, 'metadata', 'labels') ? 'control-plane' : 'worker',
      ready: listAt(node, 'status', 'conditions').some(({type, status}) => type === 'Ready' && status === 'True'),
    })),
    context,
    namespace,
    leadsHere,
    home: {context: cluster.home.context, namespace: cluster.home.namespace},
  };
}

/** An object without what only the API server reads. */
export function tidy(object: KubeObject): {readonly [key: string]: Json} {
  const {managedFields: _, ...metadata} = objectAt(object, 'metadata');
  return {...object, metadata} as {readonly [key: string]: Json};
}

function byAge(one: unknown, other: unknown): number {
  return textAt(one, 'metadata', 'creationTimestamp').localeCompare(textAt(other, 'metadata', 'creationTimestamp'));
}
