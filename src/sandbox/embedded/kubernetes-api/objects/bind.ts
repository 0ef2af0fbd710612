import type {Draft, KubeObject} from '../object.ts';
import {conflict, type FieldCause, KubeRefusal} from '../refusal.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';

/** A Pod that has its node: what the scheduler's Binding makes of it. Throws 409, 422. */
export function bound(pod: KubeObject, binding: Draft, now: string): Draft {
  const {metadata} = pod;
  const target = fieldsOf(binding.target);
  const node = textOf(target.name);
  refuseWrong(target);
  const assigned = textOf(fieldsOf(pod.spec).nodeName ?? '');
  const named = {group: '', plural: 'pods/binding'};
  if (metadata.deletionTimestamp !== undefined)
    throw conflict(named, metadata.name, `pod ${metadata.name} is being deleted, cannot be assigned to a host`);
  if (assigned !== '')
    throw conflict(named, metadata.name, `pod ${metadata.name} is already assigned to node "${assigned}"`);
  return {
    ...pod,
    metadata: {...metadata, ...annotated(pod, binding)},
    spec: {...fieldsOf(pod.spec), nodeName: node},
    status: {...fieldsOf(pod.status), conditions: scheduled(fieldsOf(pod.status).conditions, now)},
  };
}

function refuseWrong({kind, name: node}: {readonly [field: string]: unknown}): void {
  const causes: FieldCause[] = [];
  if (kind !== undefined && kind !== '' && kind !== 'Node')
    causes.push({
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`,
      field: 'target.kind',
    });
  if (textOf(node ?? '') === '')
    causes.push({reason: 'FieldValueRequired', message: 'Required value', field: 'target.name'});
  const [first] = causes;
  // Upstream forgets to make a refusal of it.
  if (first) throw new KubeRefusal(500, '', `${first.field}: ${first.message}`);
}

function annotated(
  {metadata}: KubeObject,
  {metadata: given}: Draft,
): {readonly annotations?: {readonly [key: string]: string}} {
  if (!given?.annotations) return {};
  return {annotations: {...metadata.annotations, ...given.annotations}};
}

function scheduled(conditions: unknown, now: string): readonly unknown[] {
  const others = listOf(conditions).filter((one) => fieldsOf(one).type !== 'PodScheduled');
  return [...others, {type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now}];
}
