import {keyOfObject} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {
  annotations,
  type Claim,
  type Class,
  claimResource,
  classNameOf,
  classResource,
  isBound,
  type Volume,
  volumeResource,
  waitsForConsumer,
} from './claims.ts';

const provisioner = 'rancher.io/local-path';
/** Where kind's nodes keep such volumes. */
const folder = '/var/local-path-provisioner';

/**
 * Makes a folder of the node that the scheduler chose into the volume a claim asks for, and takes it away again with the
 * claim. The kubelet makes the folder when it mounts it. https://github.com/rancher/local-path-provisioner
 */
export function createLocalPathProvisioner(): Controller {
  return {
    name: 'local-path-provisioner',
    component: 'rancher.io/local-path_local-path-provisioner',
    setup({informers}, enqueue) {
      const claim = (object: Claim): void => enqueue(`claim|${keyOfObject(object)}`);
      const volume = (object: Volume): void => enqueue(`volume|${object.metadata.name}`);
      informers.of<Claim>(claimResource).on({added: claim, changed: claim});
      informers.of<Volume>(volumeResource).on({added: volume, changed: volume});
    },
    reconcile(key, context) {
      const [what, name = ''] = key.split('|');
      if (what === 'claim') provision(context.informers.of<Claim>(claimResource).byKey(name), context);
      else reclaim(context.informers.of<Volume>(volumeResource).byKey(name), context);
    },
  };
}

function provision(claim: Claim | undefined, context: ControllerContext): void {
  if (!claim || isBound(claim) || claim.spec?.volumeName || claim.metadata.deletionTimestamp !== undefined) return;
  const marks = claim.metadata.annotations ?? {};
  if ((marks[annotations.provisioner] ?? marks[annotations.oldProvisioner]) !== provisioner) return;
  const {client, informers, event} = context;
  const name = `pvc-${claim.metadata.uid}`;
  const storageClass = informers.of<Class>(classResource).get(undefined, classNameOf(claim));
  if (!storageClass || informers.of<Volume>(volumeResource).get(undefined, name)) return;
  const node = marks[annotations.selectedNode];
  if (node === undefined) {
    if (!waitsForConsumer(storageClass)) refuse(claim, 'configuration error, no node was specified', context);
    return;
  }
  const what = `claim "${keyOfObject(claim)}"`;
  event(claim, {
    type: 'Normal',
    reason: 'Provisioning',
    message: `External provisioner is provisioning volume for ${what}`,
  });
  client.create(volumeResource, '', volumeFor(claim, {name, node, storageClass}));
  event(claim, {
    type: 'Normal',
    reason: 'ProvisioningSucceeded',
    message: `Successfully provisioned volume ${name}`,
  });
}

function refuse(claim: Claim, why: string, {event}: ControllerContext): void {
  const message = `failed to provision volume with StorageClass "${classNameOf(claim)}": ${why}`;
  event(claim, {type: 'Warning', reason: 'ProvisioningFailed', message});
}

function volumeFor(
  claim: Claim,
  {name, node, storageClass}: {readonly name: string; readonly node: string; readonly storageClass: Class},
) {
  const {namespace, name: claimName, uid, resourceVersion} = claim.metadata;
  const {accessModes, resources, volumeMode} = claim.spec ?? {};
  const hostname = {key: 'kubernetes.io/hostname', operator: 'In', values: [node]};
  return {
    metadata: {
      name,
      annotations: {'local.path.provisioner/selected-node': node, [annotations.provisionedBy]: provisioner},
    },
    spec: {
      accessModes,
      capacity: {storage: resources?.requests?.storage},
      claimRef: {kind: 'PersistentVolumeClaim', namespace, name: claimName, uid, apiVersion: 'v1', resourceVersion},
      hostPath: {path: `${folder}/${name}_${namespace}_${claimName}`, type: 'DirectoryOrCreate'},
      nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [hostname]}]}},
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata.name,
      volumeMode: volumeMode ?? 'Filesystem',
    },
  };
}

/** A volume whose claim is gone goes as well, where it is to be deleted. */
function reclaim(volume: Volume | undefined, {client}: ControllerContext): void {
  if (!volume || volume.metadata.deletionTimestamp !== undefined) return;
  const {metadata, spec, status} = volume;
  if (metadata.annotations?.[annotations.provisionedBy] !== provisioner) return;
  if (status?.phase !== 'Released' || spec?.persistentVolumeReclaimPolicy !== 'Delete') return;
  client.delete(volumeResource, '', metadata.name, {uid: metadata.uid});
}
