import type {Namespace, NamespaceCondition} from 'kubernetes-types/core/v1';
import {type Frozen, type Stored, same} from '../../kubernetes-api/object.ts';
import type {ControllerContext} from '../controller.ts';
import {timestamp} from '../event-recorder.ts';
import type {DeletableKind} from '../garbage/kinds.ts';

/** What is left of one kind in a namespace that is to go. */
export interface Remains {
  readonly kind: DeletableKind;
  readonly count: number;
  /** Of all of them, as often as they occur. */
  readonly finalizers: readonly string[];
}

type Conditions = readonly Frozen<NamespaceCondition>[];

/** What a namespace on its way says of how far it is; the very same list when there is nothing new. */
export function deletionConditions(
  {status}: Stored<Namespace>,
  remains: readonly Remains[],
  {clock}: Pick<ControllerContext, 'clock'>,
): Conditions {
  const known = status?.conditions ?? [];
  const fresh = said(remains).map((condition) => {
    const before = known.find(({type}) => type === condition.type);
    const lastTransitionTime =
      before?.status === condition.status && before.lastTransitionTime !== undefined
        ? before.lastTransitionTime
        : timestamp(clock.now());
    const {type, status: state, reason, message} = condition;
    return {type, status: state, lastTransitionTime, reason, message};
  });
  return same(known, fresh) ? known : fresh;
}

type Said = Required<Pick<NamespaceCondition, 'type' | 'status' | 'reason' | 'message'>>;

function said(remains: readonly Remains[]): readonly Said[] {
  return [
    {
      type: 'NamespaceDeletionDiscoveryFailure',
      status: 'False',
      reason: 'ResourcesDiscovered',
      message: 'All resources successfully discovered',
    },
    {
      type: 'NamespaceDeletionGroupVersionParsingFailure',
      status: 'False',
      reason: 'ParsedGroupVersions',
      message: 'All legacy kube types successfully parsed',
    },
    {
      type: 'NamespaceDeletionContentFailure',
      status: 'False',
      reason: 'ContentDeleted',
      message: 'All content successfully deleted, may be waiting on finalization',
    },
    contentRemaining(remains),
    finalizersRemaining(remains),
  ];
}

function contentRemaining(remains: readonly Remains[]): Said {
  const type = 'NamespaceContentRemaining';
  if (remains.length === 0)
    return {type, status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed'};
  const listed = remains.map(({kind, count}) => `${kind.plural}.${kind.group} has ${count} resource instances`);
  const message = `Some resources are remaining: ${listed.sort().join(', ')}`;
  return {type, status: 'True', reason: 'SomeResourcesRemain', message};
}

function finalizersRemaining(remains: readonly Remains[]): Said {
  const type = 'NamespaceFinalizersRemaining';
  const counts = new Map<string, number>();
  for (const {finalizers} of remains)
    for (const finalizer of finalizers) counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
  if (counts.size === 0) {
    const message = 'All content-preserving finalizers finished';
    return {type, status: 'False', reason: 'ContentHasNoFinalizers', message};
  }
  const listed = [...counts].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  const message = `Some content in the namespace has finalizers remaining: ${listed.sort().join(', ')}`;
  return {type, status: 'True', reason: 'SomeFinalizersRemain', message};
}
