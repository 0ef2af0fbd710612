import type {Draft} from '../../../kubernetes-api/object.ts';
import {makePod} from '../../pods/make-pod.ts';
import {isReady} from '../../pods/pod-facts.ts';
import type {PodObject, PodTemplate, StatefulSetObject} from '../kinds.ts';

/** https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-identity */
export const podNameLabel = 'statefulset.kubernetes.io/pod-name';
export const indexLabel = 'apps.kubernetes.io/pod-index';
export const revisionLabel = 'controller-revision-hash';

/** The number at the end of a Pod's name; undefined for one that is not named after the set. */
export function ordinalOf(set: StatefulSetObject, {metadata}: PodObject): number | undefined {
  const prefix = `${set.metadata.name}-`;
  const rest = metadata.name.startsWith(prefix) ? metadata.name.slice(prefix.length) : '';
  return /^(0|[1-9]\d*)$/.test(rest) ? Number(rest) : undefined;
}

export function startOf({spec}: StatefulSetObject): number {
  return spec.ordinals?.start ?? 0;
}

export function wantedOf({spec}: StatefulSetObject): number {
  return spec.replicas ?? 1;
}

/** The ordinals a set is to have, the lowest first. */
export function ordinalsOf(set: StatefulSetObject): readonly number[] {
  return Array.from({length: wantedOf(set)}, (_, index) => startOf(set) + index);
}

export function podNameOf(set: StatefulSetObject, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

/** `data-db-0` */
export function claimNameOf(set: StatefulSetObject, template: string, ordinal: number): string {
  return `${template}-${podNameOf(set, ordinal)}`;
}

export function claimNamesOf(set: StatefulSetObject, ordinal: number): readonly string[] {
  return claimTemplatesOf(set).map(({metadata}) => claimNameOf(set, metadata?.name ?? '', ordinal));
}

export function claimTemplatesOf({spec}: StatefulSetObject) {
  return spec.volumeClaimTemplates ?? [];
}

export interface StatefulPodDraft {
  readonly template: PodTemplate;
  /** The revision's name, `db-658fbfb6f6`. */
  readonly revision: string;
  readonly ordinal: number;
}

/** The Pod of an ordinal, with its own name and its own volumes. */
export function statefulPod(set: StatefulSetObject, {template, revision, ordinal}: StatefulPodDraft): Draft {
  const name = podNameOf(set, ordinal);
  const draft = makePod(template, set, name);
  const labels = {
    ...template.metadata?.labels,
    [indexLabel]: String(ordinal),
    [revisionLabel]: revision,
    [podNameLabel]: name,
  };
  const {serviceName} = set.spec;
  return {
    ...draft,
    metadata: {...draft.metadata, generateName: `${set.metadata.name}-`, labels},
    spec: {
      ...template.spec,
      hostname: name,
      ...(serviceName ? {subdomain: serviceName} : {}),
      ...volumesOf(set, template, ordinal),
    },
  };
}

function volumesOf(set: StatefulSetObject, template: PodTemplate, ordinal: number) {
  const claims = claimTemplatesOf(set).map(({metadata}) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: {claimName: claimNameOf(set, metadata?.name ?? '', ordinal)},
  }));
  const names = new Set(claims.map(({name}) => name));
  const others = template.spec?.volumes?.filter(({name}) => !names.has(name)) ?? [];
  return claims.length + others.length > 0 ? {volumes: [...claims, ...others]} : {};
}

export function isRunningAndReady(pod: PodObject): boolean {
  return pod.status?.phase === 'Running' && isReady(pod);
}

export function isTerminating({metadata}: PodObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function revisionOf({metadata}: PodObject): string {
  return metadata.labels?.[revisionLabel] ?? '';
}
