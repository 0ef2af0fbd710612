import type {NodeUsage} from '../kubelet-api.ts';
import type {KubeObject} from '../object.ts';
import {timestamp} from '../objects/state.ts';
import {notFound} from '../refusal.ts';
import {fieldsOf, textOf} from '../values/reading.ts';
import type {Backend} from './api-call.ts';
import {meetsAll, parseLabelSelector} from './label-selector.ts';
import type {Place} from './path.ts';
import type {KubeRequest, KubeResponse} from './request.ts';

type ResourcePlace = Extract<Place, {kind: 'resource'}>;

const group = 'metrics.k8s.io';
/** Over how long metrics-server measures. */
const measured = '10s';

/** `metrics.k8s.io`: what nodes and Pods use. https://kubernetes.io/docs/reference/external-api/metrics.v1beta1/ */
export async function answerMetrics(
  backend: Backend,
  {query}: KubeRequest,
  {plural, name, namespace}: ResourcePlace,
): Promise<KubeResponse> {
  const isOfNodes = plural === 'nodes';
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const stored = isOfNodes ? backend.state.store.list('nodes') : backend.state.store.list('pods', namespace);
  const objects = stored.filter(
    ({metadata}) => (name === undefined || metadata.name === name) && meetsAll(metadata.labels, labels),
  );
  const now = timestamp(backend.state.store.clock.now());
  const items = objects.flatMap((object) => (isOfNodes ? nodeMetrics : podMetrics)(backend, object, now));
  const kind = isOfNodes ? 'NodeMetrics' : 'PodMetrics';
  if (name === undefined) return json({kind: `${kind}List`, apiVersion: `${group}/v1beta1`, metadata: {}, items});
  const [only] = items;
  if (!only) throw notFound({group, plural}, name);
  return json({kind, apiVersion: `${group}/v1beta1`, ...only});
}

function nodeMetrics(backend: Backend, {metadata}: KubeObject, now: string): readonly object[] {
  const usage = usageOf(backend, metadata.name);
  if (!usage) return [];
  const {name, creationTimestamp, labels} = metadata;
  return [{metadata: {name, creationTimestamp, labels}, timestamp: now, window: measured, usage: amounts(usage)}];
}

function podMetrics(backend: Backend, {metadata, spec}: KubeObject, now: string): readonly object[] {
  const usage = usageOf(backend, textOf(fieldsOf(spec).nodeName));
  const pod = usage?.pods.find((one) => one.name === metadata.name && one.namespace === metadata.namespace);
  if (!pod) return [];
  const {name, namespace, creationTimestamp, labels} = metadata;
  const containers = pod.containers.map((one) => ({name: one.name, usage: amounts(one)}));
  return [{metadata: {name, namespace, creationTimestamp, labels}, timestamp: now, window: measured, containers}];
}

/** A node that does not answer has no metrics, as with metrics-server. */
function usageOf({kubeletOf}: Backend, node: string): NodeUsage | undefined {
  try {
    return kubeletOf(node)?.usage();
  } catch {
    return undefined;
  }
}

function amounts({cores, memoryBytes}: {readonly cores: number; readonly memoryBytes: number}) {
  return {cpu: `${Math.round(cores * 1e9)}n`, memory: `${Math.round(memoryBytes / 1024)}Ki`};
}

function json(body: unknown): KubeResponse {
  return {kind: 'json', status: 200, body};
}
