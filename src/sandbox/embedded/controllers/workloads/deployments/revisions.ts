import type {DeploymentObject, ReplicaSetObject} from '../kinds.ts';
import {boundsOf, wantedOf} from './rollout.ts';

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rollback */
export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const historyAnnotation = 'deployment.kubernetes.io/revision-history';
export const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
export const maxAnnotation = 'deployment.kubernetes.io/max-replicas';
const longestHistory = 2000;

/** Annotations of a Deployment that its ReplicaSets do not get. */
const kept = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
]);

export type Annotations = {readonly [name: string]: string};

/** A set's revision; 0 when it has none. */
export function revisionOf({metadata}: {readonly metadata: {readonly annotations?: Annotations}}): number {
  return Number.parseInt(metadata.annotations?.[revisionAnnotation] ?? '0', 10) || 0;
}

export function lastRevision(sets: readonly ReplicaSetObject[]): number {
  return sets.reduce((last, set) => Math.max(last, revisionOf(set)), 0);
}

/** The annotations of the newest ReplicaSet: the Deployment's, its revision, and the revisions it had before. */
export function newestAnnotations(deployment: DeploymentObject, before: Annotations, revision: number): Annotations {
  const passed = Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => !kept.has(name));
  const had = before[revisionAnnotation];
  const merged = {...before, ...Object.fromEntries(passed)};
  if ((Number.parseInt(had ?? '0', 10) || 0) >= revision) return merged;
  const history = had === undefined ? {} : {[historyAnnotation]: longer(before[historyAnnotation], had)};
  return {...merged, [revisionAnnotation]: String(revision), ...history};
}

function longer(history: string | undefined, revision: string): string {
  const all = history === undefined || history === '' ? [revision] : [...history.split(','), revision];
  while (all.length > 1 && all.join(',').length > longestHistory) all.shift();
  return all.join(',');
}

/** What a ReplicaSet remembers of how many were wanted when it was last scaled. */
export function replicasAnnotations(deployment: DeploymentObject): Annotations {
  const wanted = wantedOf(deployment.spec);
  return {[desiredAnnotation]: String(wanted), [maxAnnotation]: String(wanted + boundsOf(deployment).maxSurge)};
}

/** Whether one of the annotations is not as wanted. */
export function differs(annotations: Annotations | undefined, wanted: Annotations): boolean {
  return Object.entries(wanted).some(([name, value]) => annotations?.[name] !== value);
}
