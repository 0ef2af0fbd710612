import type {PersistentVolumeClaim} from 'kubernetes-types/core/v1';
import {type KubeObject, same} from '../../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import type {ControllerContext} from '../../controller.ts';
import {controllerReference} from '../../pods/make-pod.ts';
import {collections, type PodObject, type Specified, type StatefulSetObject} from '../kinds.ts';
import {claimNameOf, claimNamesOf, claimTemplatesOf, ordinalsOf, podNameOf} from './stateful-pods.ts';

type ClaimObject = Specified<PersistentVolumeClaim>;

/** Makes the claims of an ordinal that are not there. Throws what kept one from being made. */
export function createClaims(context: ControllerContext, set: StatefulSetObject, ordinal: number): void {
  const {namespace = ''} = set.metadata;
  for (const template of claimTemplatesOf(set)) {
    const name = claimNameOf(set, template.metadata?.name ?? '', ordinal);
    if (context.client.find(collections.claims, namespace, name)) continue;
    const about = `create Claim ${name}`;
    const end = `in StatefulSet ${set.metadata.name}`;
    const pod = podNameOf(set, ordinal);
    const labels = {...template.metadata?.labels, ...set.spec.selector.matchLabels};
    const {annotations} = template.metadata ?? {};
    const metadata = {name, namespace, labels, ...(annotations ? {annotations} : {}), ...ownersOf(set, undefined)};
    try {
      context.client.create(collections.claims, namespace, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata,
        spec: template.spec,
      });
    } catch (error) {
      if (error instanceof KubeRefusal) {
        const message = `${about} for Pod ${pod} ${end} failed error: ${error.message}`;
        context.event(set, {type: 'Warning', reason: 'FailedCreate', message});
      }
      throw error;
    }
    context.event(set, {type: 'Normal', reason: 'SuccessfulCreate', message: `${about} Pod ${pod} ${end} success`});
  }
}

function policyOf({spec}: StatefulSetObject) {
  const {whenDeleted = 'Retain', whenScaled = 'Retain'} = spec.persistentVolumeClaimRetentionPolicy ?? {};
  return {whenDeleted, whenScaled};
}

/** Who takes the claims along when it goes: the set, the Pod that is scaled away, or nobody. */
function ownersOf(set: StatefulSetObject, condemned: PodObject | undefined) {
  const {whenDeleted, whenScaled} = policyOf(set);
  if (condemned && whenScaled === 'Delete') return {ownerReferences: [podReference(condemned)]};
  if (whenDeleted === 'Delete') return {ownerReferences: [controllerReference(set)]};
  return {};
}

function podReference({metadata}: PodObject) {
  return controllerReference({apiVersion: 'v1', kind: 'Pod', metadata});
}

/** Sees to it that the claims of a Pod belong to whom the retention policy says. */
export function fixClaims(context: ControllerContext, set: StatefulSetObject, pod: PodObject, ordinal: number): void {
  const {whenDeleted, whenScaled} = policyOf(set);
  const {namespace = ''} = set.metadata;
  for (const name of claimNamesOf(set, ordinal)) {
    const claim = context.client.find<ClaimObject>(collections.claims, namespace, name);
    if (!claim) continue;
    const condemned = whenScaled === 'Delete' && !ordinalsOf(set).includes(ordinal);
    const own = new Set([set.metadata.uid, pod.metadata.uid]);
    const others = claim.metadata.ownerReferences?.filter(({uid}) => !own.has(uid)) ?? [];
    // Somebody else's claims stay somebody else's.
    if (whenDeleted === 'Retain' && whenScaled === 'Retain' && others.length > 0) continue;
    const ownerReferences = [...others, ...(ownersOf(set, condemned ? pod : undefined).ownerReferences ?? [])];
    if (same(ownerReferences, claim.metadata.ownerReferences ?? [])) continue;
    context.client.update(collections.claims, withOwners(claim, ownerReferences));
  }
}

function withOwners(claim: ClaimObject, ownerReferences: NonNullable<KubeObject['metadata']['ownerReferences']>) {
  const {ownerReferences: _, ...metadata} = claim.metadata;
  return {...claim, metadata: ownerReferences.length > 0 ? {...metadata, ownerReferences} : metadata};
}
