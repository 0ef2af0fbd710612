import type {PersistentVolume, PersistentVolumeClaim, Pod} from 'kubernetes-types/core/v1';
import type {StorageClass} from 'kubernetes-types/storage/v1';
import type {Stored} from '../../kubernetes-api/object.ts';
import {labelMatcher} from '../../kubernetes-api/values/label-selector.ts';
import {compareQuantities} from '../../kubernetes-api/values/quantity.ts';

export const claimResource = 'persistentvolumeclaims';
export const volumeResource = 'persistentvolumes';
export const classResource = 'storageclasses.storage.k8s.io';

export type Claim = Stored<PersistentVolumeClaim>;
export type Volume = Stored<PersistentVolume>;
export type Class = Stored<StorageClass>;

/** Annotations by which the controllers, the scheduler and provisioners tell each other how far a claim is. */
export const annotations = {
  bindCompleted: 'pv.kubernetes.io/bind-completed',
  boundByController: 'pv.kubernetes.io/bound-by-controller',
  provisionedBy: 'pv.kubernetes.io/provisioned-by',
  selectedNode: 'volume.kubernetes.io/selected-node',
  provisioner: 'volume.kubernetes.io/storage-provisioner',
  oldProvisioner: 'volume.beta.kubernetes.io/storage-provisioner',
} as const;

/** The provisioner of classes whose volumes people make themselves. */
export const noProvisioner = 'kubernetes.io/no-provisioner';

/** '' when it is to have none. */
export function classNameOf({metadata, spec}: Claim | Volume): string {
  return metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '';
}

/** Whether a claim has its volume, and both know it. */
export function isBound({metadata, spec}: Claim): boolean {
  return spec?.volumeName !== undefined && metadata.annotations?.[annotations.bindCompleted] !== undefined;
}

export function waitsForConsumer(storageClass: Class | undefined): boolean {
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** Whether a volume is kept for a claim: by somebody who wrote the claim's name into it, or because it is bound. */
export function isFor({spec}: Volume, {metadata}: Claim): boolean {
  const {namespace, name, uid} = spec?.claimRef ?? {};
  return namespace === metadata.namespace && name === metadata.name && (!uid || uid === metadata.uid);
}

/** The smallest free volume a claim can have; one that is kept for it goes before all others. */
export function findVolume(
  claim: Claim,
  volumes: Iterable<Volume>,
  isReachable: (volume: Volume) => boolean = () => true,
): Volume | undefined {
  let best: Volume | undefined;
  for (const volume of volumes) {
    if (!isReachable(volume) || !fits(volume, claim)) continue;
    if (isFor(volume, claim)) return volume;
    if (volume.spec?.claimRef || volume.status?.phase === 'Released' || volume.status?.phase === 'Failed') continue;
    if (!best || compareQuantities(volume.spec?.capacity?.storage, best.spec?.capacity?.storage) < 0) best = volume;
  }
  return best;
}

function fits(volume: Volume, claim: Claim): boolean {
  const {spec} = volume;
  const wanted = claim.spec;
  if (volume.metadata.deletionTimestamp !== undefined) return false;
  return (
    classNameOf(volume) === classNameOf(claim) &&
    (spec?.volumeMode ?? 'Filesystem') === (wanted?.volumeMode ?? 'Filesystem') &&
    (wanted?.accessModes ?? []).every((mode) => spec?.accessModes?.includes(mode)) &&
    compareQuantities(spec?.capacity?.storage, wanted?.resources?.requests?.storage) >= 0 &&
    (wanted?.selector === undefined || labelMatcher(wanted.selector)(volume.metadata.labels))
  );
}

/** The claims a Pod mounts, those made for it alone as well. */
export function claimNamesOf({metadata, spec}: Stored<Pod>): readonly string[] {
  return (spec?.volumes ?? []).flatMap(({name, persistentVolumeClaim, ephemeral}) => {
    if (persistentVolumeClaim) return [persistentVolumeClaim.claimName];
    return ephemeral ? [`${metadata.name}-${name}`] : [];
  });
}
