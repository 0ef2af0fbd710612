import {controllerOf, keyOf, keyOfObject} from '../../../kubernetes-api/object.ts';
import {labelMatcher} from '../../../kubernetes-api/values/label-selector.ts';
import type {Controller, ControllerContext} from '../../controller.ts';
import {claim} from '../../pods/claim.ts';
import {isFinished} from '../../pods/pod-facts.ts';
import {watchOwned} from '../../pods/watch-owned.ts';
import {collections, type DeploymentObject, type PodObject, type ReplicaSetObject} from '../kinds.ts';
import {conditionOf, isComplete, progressDeadlineMs, progressLeftMs, setCondition} from './conditions.ts';
import {DeploymentSets} from './deployment-sets.ts';
import {countedStatus, rolloutStatus} from './deployment-status.ts';
import {findNewest} from './newest-set.ts';
import {revisionOf} from './revisions.ts';
import {rollingStep} from './rolling-update.ts';
import {activeSets, wantedOf} from './rollout.ts';
import {scaleSets, wasScaled} from './scaling.ts';

const unlimited = 2 ** 31 - 1;

/** Rolls out Pod templates through ReplicaSets. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export function createDeploymentController(): Controller {
  let enqueueLater: (key: string, afterMs: number) => void = () => {};
  return {
    name: 'deployment',
    setup(context, enqueue) {
      enqueueLater = enqueue;
      const sets = context.informers.of<ReplicaSetObject>(collections.replicaSets);
      const deployments = context.informers.of<DeploymentObject>(collections.deployments);
      watchOwned({
        owners: deployments,
        ownerKind: 'Deployment',
        owned: sets,
        matches: ({spec}, labels) => labelMatcher(spec.selector)(labels),
        enqueue,
      });
      // Recreate waits for the last of the old Pods to be over.
      const ended = (pod: PodObject) => {
        const set = sets.get(pod.metadata.namespace, controllerOf(pod)?.name ?? '');
        const deployment = set && deployments.get(set.metadata.namespace, controllerOf(set)?.name ?? '');
        if (deployment?.spec.strategy?.type === 'Recreate') enqueue(keyOfObject(deployment));
      };
      context.informers.of<PodObject>(collections.pods).on({
        changed: (pod, before) => isFinished(pod) && !isFinished(before) && ended(pod),
        removed: ended,
      });
    },
    reconcile(key, context) {
      const deployment = context.informers.of<DeploymentObject>(collections.deployments).byKey(key);
      if (deployment) look(context, deployment, enqueueLater);
    },
  };
}

function look(
  context: ControllerContext,
  deployment: DeploymentObject,
  enqueueLater: (key: string, afterMs: number) => void,
): void {
  const {selector, paused} = deployment.spec;
  if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0)
    return refuseEverything(context, deployment);
  const sets = claimedSets(context, deployment);
  if (deployment.metadata.deletionTimestamp !== undefined) return writeStatus(sets, false);
  notePause(sets);
  if (paused === true || wasScaled(deployment, sets.all)) {
    findNewest(sets, false);
    scaleSets(sets);
    if (paused === true) cleanUp(sets);
    return writeStatus(sets, false);
  }
  rollOut(sets);
  writeStatus(sets, true);
  waitForDeadline(sets, enqueueLater);
}

function claimedSets(context: ControllerContext, deployment: DeploymentObject): DeploymentSets {
  const {client, informers} = context;
  const mine = claim({
    client,
    resource: collections.replicaSets,
    ownerResource: collections.deployments,
    owner: deployment,
    candidates: informers.of<ReplicaSetObject>(collections.replicaSets),
    matches: labelMatcher(deployment.spec.selector),
  });
  return new DeploymentSets(context, deployment, mine);
}

/** An empty selector would take every Pod there is. */
function refuseEverything(context: ControllerContext, deployment: DeploymentObject): void {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  context.event(deployment, {type: 'Warning', reason: 'SelectingAll', message});
  const {generation = 0} = deployment.metadata;
  if ((deployment.status?.observedGeneration ?? 0) >= generation) return;
  const sets = new DeploymentSets(context, deployment, []);
  sets.writeDeployment({status: {...deployment.status, observedGeneration: generation}});
}

/** A paused rollout makes no progress and is not late: its condition says so, and again when it goes on. */
function notePause(sets: DeploymentSets): void {
  const {deployment, now} = sets;
  if (progressDeadlineMs(deployment) === undefined) return;
  const conditions = deployment.status?.conditions ?? [];
  const reason = conditionOf({conditions}, 'Progressing')?.reason;
  if (reason === 'ProgressDeadlineExceeded') return;
  const was = reason === 'DeploymentPaused';
  const is = deployment.spec.paused === true;
  if (was === is) return;
  const [newReason, message] = is
    ? ['DeploymentPaused', 'Deployment is paused']
    : ['DeploymentResumed', 'Deployment is resumed'];
  const condition = {type: 'Progressing', status: 'Unknown', reason: newReason, message} as const;
  sets.writeConditions(setCondition(conditions, condition, now));
}

function rollOut(sets: DeploymentSets): void {
  const recreate = sets.deployment.spec.strategy?.type === 'Recreate';
  if (recreate ? recreateStep(sets) : updateStep(sets)) return;
  if (isComplete(sets.deployment, sets.deployment.status ?? {})) cleanUp(sets);
}

function updateStep(sets: DeploymentSets): boolean {
  findNewest(sets, true);
  return rollingStep(sets);
}

/** All old Pods go before the first new one comes. */
function recreateStep(sets: DeploymentSets): boolean {
  findNewest(sets, false);
  const active = activeSets(sets.old);
  for (const set of active) sets.scale(set, 0);
  if (active.length > 0 || oldPodsRun(sets)) return true;
  if (!sets.newest) findNewest(sets, true);
  const {newest, deployment} = sets;
  return newest !== undefined && sets.scale(newest, wantedOf(deployment.spec));
}

function oldPodsRun({old, context}: DeploymentSets): boolean {
  const pods = context.informers.of<PodObject>(collections.pods);
  return old.some(
    ({metadata, status}) => (status?.replicas ?? 0) > 0 || pods.ownedBy(metadata.uid).some((pod) => !isFinished(pod)),
  );
}

/** Forgets the oldest revisions beyond those that are kept for a rollback. */
function cleanUp({deployment, old, context}: DeploymentSets): void {
  const limit = deployment.spec.revisionHistoryLimit ?? unlimited;
  if (limit === unlimited) return;
  const there = old.filter(({metadata}) => metadata.deletionTimestamp === undefined);
  const oldest = [...there].sort((one, other) => revisionOf(one) - revisionOf(other));
  for (const {metadata, spec, status} of oldest.slice(0, Math.max(0, there.length - limit))) {
    const isUsed = (status?.replicas ?? 0) !== 0 || wantedOf(spec) !== 0;
    if (isUsed || (metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) continue;
    context.client.delete(collections.replicaSets, metadata.namespace ?? '', metadata.name);
  }
}

function writeStatus(sets: DeploymentSets, rollout: boolean): void {
  const {deployment, all, newest, now} = sets;
  const counted = {deployment, all, newest, now};
  sets.writeDeployment({status: rollout ? rolloutStatus(counted) : countedStatus(counted)});
}

/** Looks again once the rollout may have stood still for too long. */
function waitForDeadline({deployment, now}: DeploymentSets, later: (key: string, afterMs: number) => void): void {
  const {metadata, status} = deployment;
  const condition = conditionOf(status ?? {}, 'Progressing');
  if (!condition || condition.reason === 'ProgressDeadlineExceeded' || isComplete(deployment, status ?? {})) return;
  const left = progressLeftMs(deployment, condition, now);
  if (left !== undefined) later(keyOf(metadata.namespace, metadata.name), Math.max(0, left) + 1000);
}
