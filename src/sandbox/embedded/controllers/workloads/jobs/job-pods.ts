import type {Draft} from '../../../kubernetes-api/object.ts';
import {msOf} from '../../../kubernetes-api/values/durations.ts';
import {makePod} from '../../pods/make-pod.ts';
import type {JobObject, PodObject} from '../kinds.ts';

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-tracking-with-finalizers */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
export const indexAnnotation = 'batch.kubernetes.io/job-completion-index';

export function isIndexed({spec}: JobObject): boolean {
  return spec.completionMode === 'Indexed';
}

/** The index a Pod of an Indexed Job works on. */
export function indexOf({metadata}: PodObject): number | undefined {
  const text = metadata.annotations?.[indexAnnotation];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** A Pod of a Job; of an Indexed one, the Pod for an index. */
export function jobPod(job: JobObject, index: number | undefined): Draft {
  const draft = makePod(job.spec.template, job);
  const finalizers = [...(draft.metadata?.finalizers ?? []), trackingFinalizer];
  if (index === undefined) return {...draft, metadata: {...draft.metadata, finalizers}};
  const tag = {[indexAnnotation]: String(index)};
  const {spec} = job.spec.template;
  const env = {
    name: 'JOB_COMPLETION_INDEX',
    valueFrom: {fieldRef: {apiVersion: 'v1', fieldPath: `metadata.labels['${indexAnnotation}']`}},
  };
  const knows = <C extends {readonly env?: readonly {readonly name: string}[]}>(container: C) =>
    container.env?.some(({name}) => name === env.name)
      ? container
      : {...container, env: [...(container.env ?? []), env]};
  return {
    ...draft,
    metadata: {
      ...draft.metadata,
      generateName: `${job.metadata.name}-${index}-`,
      labels: {...draft.metadata?.labels, ...tag},
      annotations: {...draft.metadata?.annotations, ...tag},
      finalizers,
    },
    spec: {
      ...spec,
      hostname: `${job.metadata.name}-${index}`,
      containers: spec?.containers.map(knows) ?? [],
      ...(spec?.initContainers ? {initContainers: spec.initContainers.map(knows)} : {}),
    },
  };
}

export function hasTracking({metadata}: PodObject): boolean {
  return metadata.finalizers?.includes(trackingFinalizer) ?? false;
}

/** When a Pod was over, in milliseconds since 1970: when the last of its containers was. */
export function finishedMs({metadata, status}: PodObject, now: number): number {
  const ends = status?.containerStatuses?.map(({state}) => msOf(state?.terminated?.finishedAt) ?? 0) ?? [];
  const last = Math.max(0, ...ends);
  if (last > 0) return last;
  const ready = status?.conditions?.find(({type}) => type === 'Ready');
  return msOf(ready?.lastTransitionTime) ?? msOf(metadata.deletionTimestamp) ?? now;
}

/** `0-2,5`: three or more that follow each other are written as a range, as the API has it. */
export function formatIndexes(indexes: Iterable<number>): string {
  const sorted = [...indexes].sort((one, other) => one - other);
  const parts: string[] = [];
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    for (end = start + 1; sorted[end] === (sorted[start] ?? 0) + end - start; ) end += 1;
    const [first, last] = [sorted[start], sorted[end - 1]];
    parts.push(end - start === 1 ? `${first}` : `${first}${end - start === 2 ? ',' : '-'}${last}`);
  }
  return parts.join(',');
}

export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const part of text ? text.split(',') : []) {
    const [first = 0, last = first] = part.split('-').map(Number);
    for (let index = first; index <= last; index += 1) indexes.add(index);
  }
  return indexes;
}
