import {same} from '../../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import {controllerReference} from '../../pods/make-pod.ts';
import {isNamespaceTerminating} from '../../pods/pod-control.ts';
import {collections, type DeploymentObject, type PodTemplate, type ReplicaSetObject} from '../kinds.ts';
import {templateHash} from '../template-hash.ts';
import {conditionOf, type NewCondition, progressDeadlineMs, setCondition} from './conditions.ts';
import type {DeploymentSets} from './deployment-sets.ts';
import {differs, lastRevision, newestAnnotations, replicasAnnotations, revisionAnnotation} from './revisions.ts';
import {byCreation, newSetReplicas, wantedOf} from './rollout.ts';

export const hashLabel = 'pod-template-hash';

/** Finds the ReplicaSet of the template as it is now and gives it its revision; makes one when asked to. */
export function findNewest(sets: DeploymentSets, make: boolean): void {
  const existing = setOfTemplate(sets.deployment, sets.all);
  if (existing) {
    sets.setNewest(existing);
    takeUp(sets, existing);
  } else if (make) makeNewest(sets);
}

/** The oldest of those that have the Deployment's template, if there is one. */
export function setOfTemplate(
  {spec}: DeploymentObject,
  sets: readonly ReplicaSetObject[],
): ReplicaSetObject | undefined {
  return [...sets].sort(byCreation).find((set) => isSameTemplate(set.spec.template ?? {}, spec.template));
}

/** Whether Pods of two templates are the same; the label that tells sets apart is not theirs. */
function isSameTemplate(one: PodTemplate, other: PodTemplate): boolean {
  return same(one.spec, other.spec) && same(comparable(one), comparable(other));
}

/** Metadata without the label and without fields that say nothing. */
function comparable({metadata}: PodTemplate) {
  const {creationTimestamp: _time, labels = {}, annotations = {}, ...rest} = metadata ?? {};
  const {[hashLabel]: _hash, ...own} = labels;
  return {...rest, labels: own, annotations};
}

function takeUp(sets: DeploymentSets, set: ReplicaSetObject): void {
  const {deployment, now} = sets;
  const revision = lastRevision(sets.old) + 1;
  const annotations = newestAnnotations(deployment, set.metadata.annotations ?? {}, revision);
  const {minReadySeconds} = deployment.spec;
  if (differs(set.metadata.annotations, annotations) || (set.spec.minReadySeconds ?? 0) !== (minReadySeconds ?? 0)) {
    sets.update({
      ...set,
      metadata: {...set.metadata, annotations},
      spec: {...set.spec, ...(minReadySeconds === undefined ? {} : {minReadySeconds})},
    });
    return;
  }
  const conditions = deployment.status?.conditions ?? [];
  const lacksCondition = progressDeadlineMs(deployment) !== undefined && !conditionOf({conditions}, 'Progressing');
  const found = progressing('FoundNewReplicaSet', `Found new replica set "${set.metadata.name}"`);
  sets.writeDeployment({
    annotations: {...deployment.metadata.annotations, [revisionAnnotation]: annotations[revisionAnnotation] ?? '0'},
    ...(lacksCondition ? {status: {...deployment.status, conditions: setCondition(conditions, found, now)}} : {}),
  });
}

function makeNewest(sets: DeploymentSets): void {
  const {deployment} = sets;
  const revision = lastRevision(sets.all) + 1;
  const draft = draftOf(sets, revision);
  const made = create(sets, draft);
  if (!made) return;
  sets.setNewest(made);
  const replicas = wantedOf(made.spec);
  if (replicas > 0) sets.sayScaled(made.metadata.name, 0, replicas);
  const message = `Created new replica set "${made.metadata.name}"`;
  sets.writeDeployment({
    annotations: {...deployment.metadata.annotations, [revisionAnnotation]: String(revision)},
    ...withProgress(sets, progressing('NewReplicaSetCreated', message)),
  });
}

function draftOf(sets: DeploymentSets, revision: number) {
  const {deployment} = sets;
  const {metadata, spec} = deployment;
  const hash = templateHash(spec.template, deployment.status?.collisionCount);
  const labels = {...spec.template.metadata?.labels, [hashLabel]: hash};
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace ?? '',
      labels,
      annotations: {...newestAnnotations(deployment, {}, revision), ...replicasAnnotations(deployment)},
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: newSetReplicas(deployment, sets.all, {replicas: 0}),
      ...(spec.minReadySeconds === undefined ? {} : {minReadySeconds: spec.minReadySeconds}),
      selector: {...spec.selector, matchLabels: {...spec.selector.matchLabels, [hashLabel]: hash}},
      template: {...spec.template, metadata: {...spec.template.metadata, labels}},
    },
  };
}

function create(sets: DeploymentSets, draft: ReturnType<typeof draftOf>): ReplicaSetObject | undefined {
  const {context, deployment} = sets;
  const {name, namespace} = draft.metadata;
  try {
    return context.client.create<ReplicaSetObject>(collections.replicaSets, namespace, draft);
  } catch (error) {
    if (!(error instanceof KubeRefusal) || isNamespaceTerminating(error)) throw error;
    if (error.reason === 'AlreadyExists') {
      const there = context.client.find<ReplicaSetObject>(collections.replicaSets, namespace, name);
      const mine = there?.metadata.ownerReferences?.some(({uid}) => uid === deployment.metadata.uid);
      if (there && mine && setOfTemplate(deployment, [there])) return there;
      // The next hash is another one.
      const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
      sets.writeDeployment({status: {...deployment.status, collisionCount}});
      throw error;
    }
    const message = `Failed to create new replica set "${name}": ${error.message}`;
    const failed = {type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError', message} as const;
    sets.writeDeployment(withProgress(sets, failed));
    context.event(deployment, {type: 'Warning', reason: 'ReplicaSetCreateError', message});
    throw error;
  }
}

function progressing(reason: string, message: string): NewCondition {
  return {type: 'Progressing', status: 'True', reason, message};
}

/** A condition is only for those that have a deadline. */
function withProgress({deployment, now}: DeploymentSets, condition: NewCondition) {
  if (progressDeadlineMs(deployment) === undefined) return {};
  const conditions = setCondition(deployment.status?.conditions ?? [], condition, now);
  return {status: {...deployment.status, conditions}};
}
