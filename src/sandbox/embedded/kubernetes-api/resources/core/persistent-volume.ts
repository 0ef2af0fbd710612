import {canonicalMap, defaultVolumeSource} from '../../defaults/volume.ts';
import type {Draft, KubeObject} from '../../object.ts';
import {same} from '../../object.ts';
import {faultOfSubdomain} from '../../objects/names.ts';
import type {At} from '../../validation/at.ts';
import {goForm} from '../../validation/go-form.ts';
import {jsonDifference} from '../../validation/line-difference.ts';
import {comparing, validating} from '../../validation/metadata.ts';
import {checkName, checkOptionalWord, checkWord} from '../../validation/names.ts';
import {checkNodeSelector} from '../../validation/pod/scheduling.ts';
import {checkVolumeSource} from '../../validation/pod/volume.ts';
import {accessModes, checkMoreThanNothing} from '../../validation/volume-claim.ts';
import {changed, filled, type Loose} from '../../values/filled.ts';
import {compareQuantities} from '../../values/quantity.ts';
import {fieldsOf, isFields, textOf} from '../../values/reading.ts';
import {column, specOf, statusOf, wideColumn} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import type {StrategyContext} from '../resource.ts';
import {withSpec} from '../strategy.ts';
import {modesText, unsetText, withFinalizer} from './volume-columns.ts';

const sources = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'hostPath',
  'glusterfs',
  'nfs',
  'rbd',
  'iscsi',
  'cinder',
  'cephfs',
  'fc',
  'flocker',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'local',
  'storageos',
  'csi',
];

// @api PersistentVolume partial: folders of a node; no other storage, no resizing
// @api PersistentVolume partial: folders of a node; no other storage, no resizing
/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/ */
export const persistentVolume = defineResource({
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  shortNames: ['pv'],
  namespaced: false,
  hasStatus: true,
  columns: [
    nameColumn,
    column('Capacity', (one) => textOf(fieldsOf(specOf(one)['capacity']).storage)),
    column('Access Modes', (one) => modesText(specOf(one)['accessModes'])),
    column('Reclaim Policy', (one) => textOf(specOf(one)['persistentVolumeReclaimPolicy'])),
    column('Status', stateText),
    column('Claim', claimText),
    column('StorageClass', (one) => textOf(specOf(one)['storageClassName'])),
    column('VolumeAttributesClass', (one) => unsetText(specOf(one)['volumeAttributesClassName'])),
    column('Reason', (one) => textOf(statusOf(one)['reason'])),
    ageColumn,
    wideColumn('VolumeMode', (one) => unsetText(specOf(one)['volumeMode'])),
  ],
  strategy: {
    warnings: ({spec}) =>
      fieldsOf(spec).persistentVolumeReclaimPolicy === 'Recycle'
        ? [
            'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
          ]
        : [],
    defaults: (object) => withSpec(object, defaultSpec(fieldsOf(object.spec))),
    prepareCreate,
    validate: validating((root) => checkSpec(root.field('spec'))),
    validateUpdate: comparing((root, old) => checkChange(root.field('spec'), old.field('spec'))),
  },
});

function prepareCreate(object: Draft, {now}: StrategyContext): Draft {
  const status = {phase: 'Pending', lastPhaseTransitionTime: now};
  return {...withFinalizer(object, 'kubernetes.io/pv-protection'), status};
}

function defaultSpec(spec: Loose): Loose {
  const result = filled(spec, {persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem'});
  return changed(defaultVolumeSource(result), 'capacity', canonicalMap);
}

function stateText(object: KubeObject): string {
  return object.metadata.deletionTimestamp === undefined ? textOf(statusOf(object)['phase']) : 'Terminating';
}

function claimText(object: KubeObject): string {
  const claim = specOf(object)['claimRef'];
  return isFields(claim) ? `${textOf(claim.namespace)}/${textOf(claim.name)}` : '';
}

function checkSpec(spec: At): void {
  const [modes, capacity] = [spec.field('accessModes'), spec.field('capacity')];
  if (modes.count === 0) modes.required();
  for (const mode of modes.items()) if (!accessModes.includes(mode.text)) modes.unsupported(accessModes, mode.text);
  checkCapacity(capacity);
  checkWord(spec.field('persistentVolumeReclaimPolicy'), ['Delete', 'Recycle', 'Retain']);
  const [kind, ...more] = sources.filter((name) => spec.field(name).isSet);
  for (const name of more) spec.field(name).forbidden('may not specify more than 1 volume type');
  if (kind === undefined) spec.required('must specify a volume type');
  if (kind !== undefined) checkSource(spec, kind);
  const affinity = spec.field('nodeAffinity');
  if (affinity.isSet) {
    if (affinity.field('required').isSet) checkNodeSelector(affinity.field('required'));
    else affinity.field('required').required('must specify required node constraints');
  }
  const storageClass = spec.field('storageClassName');
  if (storageClass.text !== '') checkName(storageClass, faultOfSubdomain);
  checkOptionalWord(spec.field('volumeMode'), ['Block', 'Filesystem']);
}

function checkSource(spec: At, kind: string): void {
  const source = spec.field(kind);
  if (kind === 'csi') {
    const [driver, handle] = [source.field('driver'), source.field('volumeHandle')];
    if (driver.text === '') driver.required();
    else checkName(driver, faultOfSubdomain);
    if (handle.text === '') handle.required();
  } else if (kind === 'local') {
    if (source.field('path').text === '') source.field('path').required();
    const affinity = spec.field('nodeAffinity');
    if (!affinity.field('required').isSet) affinity.required('Local volume requires node affinity');
  } else checkVolumeSource(source, kind);
}

function checkCapacity(capacity: At): void {
  const entries = capacity.entries();
  if (entries.length === 0) capacity.required();
  if (!capacity.key('storage').isSet || entries.length > 1) capacity.unsupported(['storage']);
  for (const [, amount] of entries) {
    if (compareQuantities(amount.value, '0') < 0)
      amount.invalidAs(`${String(amount.value)}: must be a valid resource quantity`);
  }
  if (capacity.key('storage').isSet) checkMoreThanNothing(capacity.key('storage'));
}

function checkChange(spec: At, old: At): void {
  const differs = sources.some((name) => !same(spec.field(name).value, old.field(name).value));
  if (differs) {
    const source = spec.called('spec.persistentvolumesource');
    const form = (at: At) => goForm('PersistentVolumeSource', at.value);
    source.forbidden(
      `spec.persistentvolumesource is immutable after creation\n${jsonDifference(form(old), form(spec))}`,
    );
  }
  const [mode, before] = [spec.field('volumeMode').called('volumeMode'), old.field('volumeMode')];
  if (mode.value !== before.value) mode.invalid('field is immutable');
  const [affinity, former] = [spec.field('nodeAffinity').called('nodeAffinity'), old.field('nodeAffinity')];
  if (former.isSet && !same(affinity.value, former.value))
    affinity.invalid(
      'field is immutable, except for updating from beta label to GA',
      goForm('VolumeNodeAffinity', affinity.value),
    );
}
