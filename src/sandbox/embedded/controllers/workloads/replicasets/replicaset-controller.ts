import {controllerOf, same} from '../../../kubernetes-api/object.ts';
import {type Labels, labelMatcher} from '../../../kubernetes-api/values/label-selector.ts';
import type {Controller, ControllerContext} from '../../controller.ts';
import {claim} from '../../pods/claim.ts';
import {makePod} from '../../pods/make-pod.ts';
import {createPod, deletePod, isNamespaceTerminating, slowStart} from '../../pods/pod-control.ts';
import {isActive, nextAvailableMs} from '../../pods/pod-facts.ts';
import {watchOwned} from '../../pods/watch-owned.ts';
import {collections, type PodObject, type ReplicaSetObject} from '../kinds.ts';
import {deletionOrder} from './deletion-order.ts';
import {replicaSetStatus, type ScalingFailure} from './replicaset-status.ts';

/** As many Pods are made or deleted in one look; the status that is written then leads to the next. */
const burstReplicas = 500;

/** What ReplicaSets and ReplicationControllers do not have in common. */
export interface ReplicaKind {
  readonly name: string;
  readonly component: string;
  readonly kind: string;
  readonly resource: string;
  readonly matcher: (owner: ReplicaSetObject) => (labels: Labels) => boolean;
}

/** Keeps as many Pods as are wanted. https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/ */
export function createReplicaSetController(): Controller {
  return createReplicaController({
    name: 'replicaset',
    component: 'replicaset-controller',
    kind: 'ReplicaSet',
    resource: collections.replicaSets,
    matcher: ({spec}) => labelMatcher(spec.selector),
  });
}

/** The older kind of the same. https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/ */
export function createReplicationController(): Controller {
  return createReplicaController({
    name: 'replicationcontroller',
    component: 'replication-controller',
    kind: 'ReplicationController',
    resource: collections.replicationControllers,
    // Its selector is a plain map, which says the same as matchLabels.
    matcher: ({spec}) => labelMatcher({matchLabels: labelsOf(spec.selector)}),
  });
}

function labelsOf(selector: unknown): {readonly [label: string]: string} {
  return Object.fromEntries(Object.entries(Object(selector)).map(([label, value]) => [label, String(value)]));
}

function createReplicaController(kind: ReplicaKind): Controller {
  let enqueueLater: (key: string, afterMs: number) => void = () => {};
  return {
    name: kind.name,
    component: kind.component,
    setup({informers}, enqueue) {
      enqueueLater = enqueue;
      watchOwned({
        owners: informers.of<ReplicaSetObject>(kind.resource),
        ownerKind: kind.kind,
        owned: informers.of<PodObject>(collections.pods),
        matches: (owner, labels) => kind.matcher(owner)(labels),
        enqueue,
      });
    },
    reconcile(key, context) {
      const set = context.informers.of<ReplicaSetObject>(kind.resource).byKey(key);
      if (!set) return;
      const before = activePods(context, kind, set);
      const going = set.metadata.deletionTimestamp !== undefined;
      const {failure, error, more} = going ? nothing : scale(context, kind, {set, pods: before});
      const pods = going || before.length === wantedReplicas(set) ? before : activePods(context, kind, set);
      writeStatus(context, kind, {set, pods, failure});
      if (error !== undefined) throw error;
      const next = nextAvailableMs(pods, set.spec.minReadySeconds ?? 0, context.clock.now());
      if (next !== undefined) enqueueLater(key, next);
      else if (more) enqueueLater(key, 1);
    },
  };
}

interface ScalingResult {
  readonly failure: ScalingFailure | undefined;
  readonly error: unknown;
  /** There is more to do than is done in one look. */
  readonly more: boolean;
}

const nothing: ScalingResult = {failure: undefined, error: undefined, more: false};

function activePods(context: ControllerContext, kind: ReplicaKind, owner: ReplicaSetObject): readonly PodObject[] {
  const candidates = context.informers.of<PodObject>(collections.pods);
  const {client} = context;
  const matches = kind.matcher(owner);
  const mine = claim({client, resource: collections.pods, ownerResource: kind.resource, owner, candidates, matches});
  return mine.filter(isActive);
}

function wantedReplicas({spec}: ReplicaSetObject): number {
  return spec.replicas ?? 1;
}

interface Counted {
  readonly set: ReplicaSetObject;
  /** Its active ones. */
  readonly pods: readonly PodObject[];
}

function scale(context: ControllerContext, kind: ReplicaKind, {set, pods}: Counted): ScalingResult {
  const difference = wantedReplicas(set) - pods.length;
  const count = Math.min(Math.abs(difference), burstReplicas);
  if (count === 0) return nothing;
  if (difference > 0) shrinkSiblings(context, kind, set);
  const error = difference > 0 ? makePods(context, set, count) : deletePods(context, kind, {set, pods, count});
  const more = count < Math.abs(difference);
  if (error === undefined || isNamespaceTerminating(error)) return {...nothing, more: more && error === undefined};
  const reason = difference > 0 ? 'FailedCreate' : 'FailedDelete';
  return {failure: {reason, message: error instanceof Error ? error.message : String(error)}, error, more: false};
}

/**
 * What other sets of the same Deployment have to give up goes before anything is added: upstream only hopes that it does, and
 * has more Pods than `maxSurge` for a moment when it does not.
 */
function shrinkSiblings(context: ControllerContext, kind: ReplicaKind, set: ReplicaSetObject): void {
  const owner = controllerOf(set);
  if (!owner) return;
  const pods = context.informers.of<PodObject>(collections.pods);
  for (const sibling of context.informers.of<ReplicaSetObject>(kind.resource).ownedBy(owner.uid)) {
    if (sibling.metadata.uid === set.metadata.uid || sibling.metadata.deletionTimestamp !== undefined) continue;
    // Counted roughly at first: most siblings have what they want, which is nothing.
    if (pods.ownedCount(sibling.metadata.uid) <= wantedReplicas(sibling)) continue;
    const has = activePods(context, kind, sibling);
    if (has.length > wantedReplicas(sibling)) scale(context, kind, {set: sibling, pods: has});
  }
}

function makePods(context: ControllerContext, set: ReplicaSetObject, count: number): unknown {
  const draft = makePod(set.spec.template ?? {}, set);
  return slowStart(count, () => createPod(context, set, draft)).error;
}

function deletePods(
  context: ControllerContext,
  kind: ReplicaKind,
  {set, pods, count}: {readonly set: ReplicaSetObject; readonly pods: readonly PodObject[]; readonly count: number},
): unknown {
  const order = deletionOrder(pods, relatedPods(context, kind, set), context.clock.now());
  let error: unknown;
  for (const pod of order.slice(0, count)) {
    try {
      deletePod(context, set, pod);
    } catch (failure) {
      error ??= failure;
    }
  }
  return error;
}

/** The active Pods of all sets that one Deployment owns: they do the same. */
function relatedPods(context: ControllerContext, kind: ReplicaKind, set: ReplicaSetObject): readonly PodObject[] {
  const sets = context.informers.of<ReplicaSetObject>(kind.resource);
  const pods = context.informers.of<PodObject>(collections.pods);
  const owner = controllerOf(set);
  const siblings = owner ? sets.ownedBy(owner.uid) : [set];
  return siblings.flatMap(({metadata}) => pods.ownedBy(metadata.uid)).filter(isActive);
}

function writeStatus(
  context: ControllerContext,
  kind: ReplicaKind,
  {
    set,
    pods,
    failure,
  }: {
    readonly set: ReplicaSetObject;
    readonly pods: readonly PodObject[];
    readonly failure: ScalingFailure | undefined;
  },
): void {
  const status = replicaSetStatus(set, pods, {failure, now: context.clock.now()});
  if (same(status, set.status)) return;
  context.client.update(kind.resource, {...set, status}, {subresource: 'status'});
}
