import type {KubeObject} from '../../kubernetes-api/object.ts';
import type {Labels} from '../../kubernetes-api/values/label-selector.ts';
import type {ControllerContext} from '../controller.ts';
import {claim} from '../pods/claim.ts';
import {controllerReference} from '../pods/make-pod.ts';
import {type ControllerRevisionObject, collections, type PodTemplate} from './kinds.ts';
import {canonical} from './template-hash.ts';

/** What a revision remembers: a strategic merge patch that brings the template back, as `kubectl rollout undo` sends it. */
export function revisionData(template: PodTemplate) {
  return {spec: {template: {...template, $patch: 'replace'}}};
}

/** The template a revision remembers. */
export function templateOf({data}: ControllerRevisionObject): PodTemplate {
  const {$patch: _, ...template} = Object(Object(Object(data).spec).template);
  return template;
}

/** A template in a form that two of them are compared by. */
export function templateText(template: PodTemplate): string {
  const {metadata, ...rest} = template;
  const {creationTimestamp: _, ...kept} = metadata ?? {};
  return canonical({...rest, metadata: kept});
}

/** The revisions of an object, the oldest first. */
export function revisionsOf(
  context: ControllerContext,
  owner: KubeObject,
  {resource, matches}: {readonly resource: string; readonly matches: (labels: Labels) => boolean},
): readonly ControllerRevisionObject[] {
  const mine = claim({
    client: context.client,
    resource: collections.controllerRevisions,
    ownerResource: resource,
    owner,
    candidates: context.informers.of<ControllerRevisionObject>(collections.controllerRevisions),
    matches,
  });
  return [...mine].sort((one, other) => one.revision - other.revision);
}

export function nextRevision(revisions: readonly ControllerRevisionObject[]): number {
  return (revisions.at(-1)?.revision ?? 0) + 1;
}

export interface RevisionDraft {
  readonly owner: KubeObject;
  readonly template: PodTemplate;
  readonly hash: string;
  /** `controller-revision-hash`, or `controller.kubernetes.io/hash` */
  readonly hashLabel: string;
  readonly revision: number;
}

/** Stores a revision. Throws AlreadyExists when another template has the same hash. */
export function createRevision(
  {client}: ControllerContext,
  {owner, template, hash, hashLabel, revision}: RevisionDraft,
): ControllerRevisionObject {
  const {annotations, name, namespace = ''} = owner.metadata;
  return client.create<ControllerRevisionObject>(collections.controllerRevisions, namespace, {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: {...template.metadata?.labels, [hashLabel]: hash},
      ...(annotations ? {annotations} : {}),
      ownerReferences: [controllerReference(owner)],
    },
    data: revisionData(template),
    revision,
  });
}

/** An old revision that is wanted again is the newest from now on. */
export function renumberRevision(
  {client}: ControllerContext,
  object: ControllerRevisionObject,
  revision: number,
): ControllerRevisionObject {
  if (object.revision === revision) return object;
  return client.update<ControllerRevisionObject>(collections.controllerRevisions, {...object, revision});
}

/** Forgets the oldest revisions beyond those that are kept, but none that is in use. */
export function forgetRevisions(
  {client}: ControllerContext,
  revisions: readonly ControllerRevisionObject[],
  {limit, isUsed}: {readonly limit: number; readonly isUsed: (revision: ControllerRevisionObject) => boolean},
): void {
  const unused = revisions.filter((revision) => !isUsed(revision));
  for (const {metadata} of unused.slice(0, Math.max(0, unused.length - limit)))
    client.delete(collections.controllerRevisions, metadata.namespace ?? '', metadata.name);
}
