import {type KubeObject, keyOf, keyOfObject, same} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {timestamp} from '../event-recorder.ts';
import {
  annotations,
  type Claim,
  type Class,
  claimResource,
  classNameOf,
  classResource,
  findVolume,
  isBound,
  isFor,
  noProvisioner,
  type Volume,
  volumeResource,
  waitsForConsumer,
} from './claims.ts';

/** How often a claim that waits says so again. */
const resyncMs = 15_000;

/** Brings claims and volumes together. https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding */
export function createVolumeBinder(): Controller {
  let again: (key: string) => void = () => undefined;
  return {
    name: 'persistentvolume-binder',
    component: 'persistentvolume-controller',
    setup({informers}, enqueue) {
      again = (key) => enqueue(key, resyncMs);
      const claims = informers.of<Claim>(claimResource);
      const volumes = informers.of<Volume>(volumeResource);
      const waiting = (): void => {
        for (const claim of claims.all()) if (!isBound(claim)) enqueue(claimKey(claim));
      };
      const claimChanged = (claim: Claim): void => {
        enqueue(claimKey(claim));
        if (claim.spec?.volumeName) enqueue(volumeKey(claim.spec.volumeName));
      };
      const volumeChanged = (volume: Volume): void => {
        enqueue(volumeKey(volume.metadata.name));
        const {namespace, name} = volume.spec?.claimRef ?? {};
        if (name) enqueue(`claim|${keyOf(namespace, name)}`);
        else waiting();
      };
      claims.on({added: claimChanged, changed: claimChanged, removed: claimChanged});
      volumes.on({added: volumeChanged, changed: volumeChanged, removed: volumeChanged});
      informers.of<Class>(classResource).on({added: waiting, changed: waiting});
    },
    reconcile(key, context) {
      const [what, name = ''] = key.split('|');
      if (what === 'claim') seeToClaim(name, {...context, again});
      else seeToVolume(name, context);
    },
  };
}

interface BinderContext extends ControllerContext {
  readonly again: (key: string) => void;
}

function claimKey(claim: KubeObject): string {
  return `claim|${keyOfObject(claim)}`;
}

function volumeKey(name: string): string {
  return `volume|${name}`;
}

function seeToClaim(key: string, context: BinderContext): void {
  const claim = context.informers.of<Claim>(claimResource).byKey(key);
  if (!claim) return;
  if (isBound(claim)) checkBound(claim, context);
  else if (claim.spec?.volumeName) bindNamed(claim, claim.spec.volumeName, context);
  else if (claim.metadata.deletionTimestamp === undefined) seek(claim, context);
}

/** A claim whose volume is gone has lost what was on it. */
function checkBound(claim: Claim, context: BinderContext): void {
  const volume = context.informers.of<Volume>(volumeResource).get(undefined, claim.spec?.volumeName ?? '');
  if (volume && isFor(volume, claim)) return bind(claim, volume, context);
  if (claim.status?.phase === 'Lost') return;
  context.client.update(claimResource, {...claim, status: {...claim.status, phase: 'Lost'}}, {subresource: 'status'});
  const message = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
  context.event(claim, {type: 'Warning', reason: 'ClaimLost', message});
}

/** Somebody wrote into the claim which volume it shall have. */
function bindNamed(claim: Claim, name: string, context: BinderContext): void {
  const volume = context.informers.of<Volume>(volumeResource).get(undefined, name);
  if (!volume) return;
  if (!volume.spec?.claimRef || isFor(volume, claim)) return bind(claim, volume, context);
  const {namespace, name: other} = volume.spec.claimRef;
  const message = `volume "${name}" already bound to a different claim.`;
  if (keyOf(namespace, other ?? '') !== keyOfObject(claim))
    context.event(claim, {type: 'Warning', reason: 'FailedBinding', message});
}

function seek(claim: Claim, context: BinderContext): void {
  const {informers} = context;
  const className = classNameOf(claim);
  const storageClass = informers.of<Class>(classResource).get(undefined, className);
  const chosen = claim.metadata.annotations?.[annotations.selectedNode] !== undefined;
  const volumes = informers.of<Volume>(volumeResource).all();
  const waits = waitsForConsumer(storageClass) && !chosen;
  // A claim that waits for a Pod may still have the volume that is kept for it.
  const volume = findVolume(claim, volumes, waits ? (one) => isFor(one, claim) : undefined);
  if (volume) return bind(claim, volume, context);
  context.again(claimKey(claim));
  if (waits) {
    const message = 'waiting for first consumer to be created before binding';
    context.event(claim, {type: 'Normal', reason: 'WaitForFirstConsumer', message});
  } else if (className === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    context.event(claim, {type: 'Normal', reason: 'FailedBinding', message});
  } else provision(claim, storageClass, context);
}

/** Leaves the making of a volume to who can. */
function provision(claim: Claim, storageClass: Class | undefined, {client, event}: BinderContext): void {
  if (!storageClass) {
    const message = `storageclass.storage.k8s.io "${classNameOf(claim)}" not found`;
    event(claim, {type: 'Warning', reason: 'ProvisioningFailed', message});
    return;
  }
  const {provisioner} = storageClass;
  if (provisioner === noProvisioner) {
    const message = 'no volume plugin matched name: kubernetes.io/no-provisioner';
    event(claim, {type: 'Warning', reason: 'ProvisioningFailed', message});
    return;
  }
  const own = {[annotations.oldProvisioner]: provisioner, [annotations.provisioner]: provisioner};
  const metadata = {...claim.metadata, annotations: {...claim.metadata.annotations, ...own}};
  client.update(claimResource, {...claim, metadata});
  const message =
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system ` +
    'administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.';
  event(claim, {type: 'Normal', reason: 'ExternalProvisioning', message});
}

/** Writes each into the other; every step that is done already is passed over. */
function bind(claim: Claim, volume: Volume, context: ControllerContext): void {
  const {client} = context;
  const held = bindVolume(claim, volume, context);
  const byController = !claim.spec?.volumeName;
  const own = {
    [annotations.bindCompleted]: 'yes',
    ...(byController ? {[annotations.boundByController]: 'yes'} : {}),
  };
  const named = {
    ...claim,
    metadata: {...claim.metadata, annotations: {...claim.metadata.annotations, ...own}},
    spec: {...claim.spec, volumeName: held.metadata.name},
  };
  const stored = client.update<Claim>(claimResource, named);
  const status = {
    ...stored.status,
    phase: 'Bound',
    accessModes: held.spec?.accessModes ?? [],
    capacity: held.spec?.capacity ?? {},
  };
  if (!same(status, stored.status)) client.update(claimResource, {...stored, status}, {subresource: 'status'});
}

function bindVolume(claim: Claim, volume: Volume, context: ControllerContext): Volume {
  const {namespace, name, uid, resourceVersion} = claim.metadata;
  const known = volume.spec?.claimRef;
  const stored =
    known?.uid === uid
      ? volume
      : context.client.update<Volume>(volumeResource, {
          ...volume,
          metadata: known
            ? volume.metadata
            : {
                ...volume.metadata,
                annotations: {...volume.metadata.annotations, [annotations.boundByController]: 'yes'},
              },
          spec: {
            ...volume.spec,
            claimRef: {kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion},
          },
        });
  return setPhase(stored, 'Bound', context);
}

/** A volume is free, taken, or left by a claim that is gone. */
function seeToVolume(name: string, context: ControllerContext): void {
  const volume = context.informers.of<Volume>(volumeResource).get(undefined, name);
  if (!volume) return;
  const claimRef = volume.spec?.claimRef;
  if (!claimRef?.uid) {
    setPhase(volume, 'Available', context);
    return;
  }
  const claim = context.informers.of<Claim>(claimResource).get(claimRef.namespace, claimRef.name ?? '');
  if (claim?.metadata.uid === claimRef.uid) return;
  if (volume.status?.phase === 'Bound' || volume.status?.phase === 'Released') setPhase(volume, 'Released', context);
}

function setPhase(volume: Volume, phase: string, {client, clock}: ControllerContext): Volume {
  if (volume.status?.phase === phase) return volume;
  const status = {...volume.status, phase, lastPhaseTransitionTime: timestamp(clock.now())};
  return client.update<Volume>(volumeResource, {...volume, status}, {subresource: 'status'});
}
