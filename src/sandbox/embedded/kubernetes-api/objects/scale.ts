import type {Draft, Fields, KubeObject, Value} from '../object.ts';
import {type FieldCause, invalid, notFound} from '../refusal.ts';
import type {Resource} from '../resources/resource.ts';
import {formatSelector} from '../values/label-selector.ts';
import {fieldsOf} from '../values/reading.ts';

/** The `/scale` of an object. https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#scale-v1-autoscaling */
export function scaleOf(resource: Resource, object: KubeObject): KubeObject {
  if (!resource.scale) throw notFound(resource, object.metadata.name);
  const {name, namespace, uid, resourceVersion, creationTimestamp} = object.metadata;
  const selector = selectorText(at(object, resource.scale.selector));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : {namespace}),
      uid,
      resourceVersion,
      ...(creationTimestamp === undefined ? {} : {creationTimestamp}),
    },
    spec: replicas(at(object, resource.scale.spec)),
    status: {replicas: countOf(at(object, resource.scale.status)), ...(selector === '' ? {} : {selector})},
  };
}

/** The object with as many replicas as a Scale asks for. Throws 422. */
export function scaled(resource: Resource, before: KubeObject, scale: Draft): Draft {
  if (!resource.scale) throw notFound(resource, before.metadata.name);
  const {name} = before.metadata;
  const wanted = countOf(fieldsOf(scale.spec).replicas);
  const causes: FieldCause[] = [];
  if (wanted < 0)
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${wanted}: must be greater than or equal to 0`,
      field: 'spec.replicas',
    });
  if (causes.length > 0) throw invalid({group: 'autoscaling', kind: 'Scale', name}, causes);
  const {resourceVersion, uid} = scale.metadata ?? {};
  return {
    ...withValue(fieldsOf(before), pathOf(resource.scale.spec), wanted),
    metadata: {
      ...before.metadata,
      ...(resourceVersion ? {resourceVersion} : {}),
      ...(uid ? {uid} : {}),
    },
  };
}

function at(object: KubeObject, path: string): unknown {
  let value: unknown = object;
  for (const field of pathOf(path)) value = fieldsOf(value)[field];
  return value;
}

/** `.spec.replicas` as its fields. */
function pathOf(path: string): readonly string[] {
  return path.split('.').filter((field) => field !== '');
}

function withValue(fields: Fields, path: readonly string[], value: Value): Fields {
  const [field, ...rest] = path;
  if (field === undefined) return fields;
  return {...fields, [field]: rest.length === 0 ? value : withValue(fieldsOf(fields[field]), rest, value)};
}

/** A Scale of no replicas says nothing of them, as upstream's does. */
function replicas(value: unknown): Fields {
  const count = countOf(value);
  return count === 0 ? {} : {replicas: count};
}

function countOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function selectorText(selector: unknown): string {
  if (typeof selector === 'string') return selector;
  const fields = fieldsOf(selector);
  const isPlain = Object.values(fields).every((value) => typeof value === 'string');
  const text = formatSelector(isPlain ? {matchLabels: fields as {readonly [key: string]: string}} : fields);
  return text === '<none>' ? '' : text;
}
