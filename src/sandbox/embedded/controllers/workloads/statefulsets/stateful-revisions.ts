import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import {labelMatcher} from '../../../kubernetes-api/values/label-selector.ts';
import type {ControllerContext} from '../../controller.ts';
import {type ControllerRevisionObject, collections, type PodObject, type StatefulSetObject} from '../kinds.ts';
import {
  createRevision,
  forgetRevisions,
  nextRevision,
  renumberRevision,
  revisionsOf,
  templateOf,
  templateText,
} from '../revision-history.ts';
import {templateHash} from '../template-hash.ts';
import {revisionOf} from './stateful-pods.ts';

export interface StatefulRevisions {
  readonly all: readonly ControllerRevisionObject[];
  /** What Pods are brought to. */
  readonly update: ControllerRevisionObject;
  /** What they were before the rollout that goes on. */
  readonly current: ControllerRevisionObject;
}

/** The revisions of a set; the one of its template is made when it is new. */
export function statefulRevisions(context: ControllerContext, set: StatefulSetObject): StatefulRevisions {
  const matches = labelMatcher(set.spec.selector);
  const all = revisionsOf(context, set, {resource: collections.statefulSets, matches});
  const wanted = templateText(set.spec.template);
  const known = all.filter((revision) => templateText(templateOf(revision)) === wanted).at(-1);
  const update = known ? takeUp(context, known, all) : create(context, set, nextRevision(all));
  const current = all.find(({metadata}) => metadata.name === set.status?.currentRevision) ?? update;
  return {all: [...all.filter(({metadata}) => metadata.uid !== update.metadata.uid), update], update, current};
}

function takeUp(
  context: ControllerContext,
  known: ControllerRevisionObject,
  all: readonly ControllerRevisionObject[],
): ControllerRevisionObject {
  return known === all.at(-1) ? known : renumberRevision(context, known, nextRevision(all));
}

function create(context: ControllerContext, set: StatefulSetObject, revision: number): ControllerRevisionObject {
  const {template} = set.spec;
  const hashLabel = 'controller.kubernetes.io/hash';
  for (let collisions = set.status?.collisionCount ?? 0; ; collisions += 1) {
    const hash = templateHash(template, collisions === 0 ? undefined : collisions);
    try {
      return createRevision(context, {owner: set, template, hash, hashLabel, revision});
    } catch (error) {
      if (!(error instanceof KubeRefusal && error.reason === 'AlreadyExists')) throw error;
    }
  }
}

export function forgetStatefulRevisions(
  context: ControllerContext,
  set: StatefulSetObject,
  {revisions, pods}: {readonly revisions: StatefulRevisions; readonly pods: readonly PodObject[]},
): void {
  const {all, update, current} = revisions;
  const used = new Set([update.metadata.name, current.metadata.name, ...pods.map(revisionOf)]);
  const limit = set.spec.revisionHistoryLimit ?? 10;
  forgetRevisions(context, all, {limit, isUsed: ({metadata}) => used.has(metadata.name)});
}
