import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import {labelMatcher} from '../../../kubernetes-api/values/label-selector.ts';
import type {ControllerContext} from '../../controller.ts';
import {type ControllerRevisionObject, collections, type DaemonSetObject, type PodObject} from '../kinds.ts';
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
import {revisionLabel} from './daemon-pods.ts';

export interface DaemonHistory {
  readonly current: ControllerRevisionObject;
  readonly old: readonly ControllerRevisionObject[];
}

/** The revision of the template as it is now, made when it is new, and those before it. */
export function daemonHistory(context: ControllerContext, set: DaemonSetObject): DaemonHistory {
  const matches = labelMatcher(set.spec.selector);
  const all = revisionsOf(context, set, {resource: collections.daemonSets, matches});
  const wanted = templateText(set.spec.template);
  const known = all.filter((revision) => templateText(templateOf(revision)) === wanted).at(-1);
  const old = all.filter((revision) => revision !== known);
  const number = nextRevision(old);
  if (known) {
    const current = known.revision < number ? renumberRevision(context, known, number) : known;
    return {current, old};
  }
  return {current: create(context, set, number), old};
}

function create(context: ControllerContext, set: DaemonSetObject, revision: number): ControllerRevisionObject {
  const {template} = set.spec;
  const hash = templateHash(template, set.status?.collisionCount);
  try {
    return createRevision(context, {owner: set, template, hash, hashLabel: revisionLabel, revision});
  } catch (error) {
    if (error instanceof KubeRefusal && error.reason === 'AlreadyExists') {
      // The next hash is another one.
      const status = {...set.status, collisionCount: (set.status?.collisionCount ?? 0) + 1};
      context.client.update(collections.daemonSets, {...set, status}, {subresource: 'status'});
    }
    throw error;
  }
}

/** Forgets revisions that no Pod is of and that are beyond the limit. */
export function forgetDaemonRevisions(
  context: ControllerContext,
  set: DaemonSetObject,
  {old, pods}: {readonly old: readonly ControllerRevisionObject[]; readonly pods: readonly PodObject[]},
): void {
  const used = new Set(pods.map(({metadata}) => metadata.labels?.[revisionLabel]));
  const isUsed = ({metadata}: ControllerRevisionObject) => used.has(metadata.labels?.[revisionLabel]);
  const limit = set.spec.revisionHistoryLimit ?? 10;
  // Upstream counts the ones in use as kept.
  const unusedLimit = Math.max(0, limit - old.filter(isUsed).length);
  forgetRevisions(context, old, {limit: unusedLimit, isUsed});
}
