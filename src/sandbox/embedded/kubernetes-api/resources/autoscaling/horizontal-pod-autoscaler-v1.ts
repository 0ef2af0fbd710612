import type {Draft, KubeObject} from '../../object.ts';
import {without} from '../../values/filled.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../../values/reading.ts';
import type {Resource} from '../resource.ts';
import {horizontalPodAutoscaler} from './horizontal-pod-autoscaler.ts';
import {fromV1Metric, toV1Metric} from './metric-v1.ts';

type Loose = {readonly [field: string]: unknown};

const metricsKey = 'autoscaling.alpha.kubernetes.io/metrics';
const behaviorKey = 'autoscaling.alpha.kubernetes.io/behavior';

/** Autoscalers as autoscaling/v1 has them: by CPU alone, anything else in annotations. */
export const horizontalPodAutoscalerV1: Resource = {
  ...horizontalPodAutoscaler,
  version: 'v1',
  columns: horizontalPodAutoscaler.columns.map((column) => ({
    ...column,
    cell: (object, now) => column.cell(asV2(object), now),
  })),
  view: {collection: 'horizontalpodautoscalers.autoscaling', toStored, fromStored},
};

/** Rows are made of either version. */
function asV2(object: KubeObject): KubeObject {
  return object.apiVersion === 'autoscaling/v1'
    ? {...toStored(object), apiVersion: 'autoscaling/v2', kind: object.kind, metadata: object.metadata}
    : object;
}

function toStored(object: Draft): Draft {
  const {targetCPUUtilizationPercentage: percent, ...spec} = fieldsOf(object.spec);
  const annotations = object.metadata?.annotations ?? {};
  const others = parsedList(annotations[metricsKey]).map((metric) => fromV1Metric(fieldsOf(metric)));
  const cpu =
    percent === undefined || percent === null
      ? []
      : [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: percent}}}];
  const metrics = [...others, ...cpu];
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    ...(object.metadata ? {metadata: {...object.metadata, ...withoutKeys(object)}} : {}),
    spec: {...spec, ...(metrics.length === 0 ? {} : {metrics})},
    ...(object.status === undefined ? {} : {status: storedStatus(fieldsOf(object.status))}),
  };
}

function withoutKeys({metadata}: Draft): {annotations?: {readonly [key: string]: string}} {
  return metadata?.annotations ? {annotations: without(metadata.annotations, metricsKey, behaviorKey)} : {};
}

function storedStatus({currentCPUUtilizationPercentage: percent, ...status}: Loose): Loose {
  const cpu = {type: 'Resource', resource: {name: 'cpu', current: {averageUtilization: percent}}};
  return {...status, currentMetrics: percent === undefined ? null : [cpu]};
}

function fromStored(object: KubeObject): KubeObject {
  const {metrics, behavior, ...spec} = fieldsOf(object.spec);
  const list = listOf(metrics).map(fieldsOf);
  const cpu = list.find(isCpu);
  const others = list.filter((metric) => metric !== cpu);
  const annotations: Record<string, string> = {...object.metadata.annotations};
  if (others.length > 0) annotations[metricsKey] = JSON.stringify(others.map(toV1Metric));
  if (behavior !== undefined) annotations[behaviorKey] = JSON.stringify(behavior);
  const percent = fieldsOf(fieldsOf(cpu?.['resource']).target).averageUtilization;
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata: Object.keys(annotations).length === 0 ? object.metadata : {...object.metadata, annotations},
    spec: {...spec, ...(percent === undefined ? {} : {targetCPUUtilizationPercentage: percent})},
    status: shownStatus(fieldsOf(object.status)),
  };
}

function isCpu({type, resource}: Loose): boolean {
  const {name, target} = fieldsOf(resource);
  return type === 'Resource' && name === 'cpu' && fieldsOf(target).averageUtilization !== undefined;
}

function shownStatus({currentMetrics, conditions: _, ...status}: Loose): Loose {
  const cpu = listOf(currentMetrics)
    .map(fieldsOf)
    .find((metric) => textOf(fieldsOf(metric.resource).name) === 'cpu');
  const percent = fieldsOf(fieldsOf(cpu?.resource).current).averageUtilization;
  return {
    ...status,
    currentReplicas: numberOf(status['currentReplicas']),
    desiredReplicas: numberOf(status['desiredReplicas']),
    ...(percent === undefined ? {} : {currentCPUUtilizationPercentage: percent}),
  };
}

function parsedList(text: string | undefined): readonly unknown[] {
  try {
    return listOf(JSON.parse(text ?? '[]'));
  } catch {
    return [];
  }
}
