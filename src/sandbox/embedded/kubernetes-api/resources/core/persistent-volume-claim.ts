import {defaultClaimSpec} from '../../defaults/volume.ts';
import type {KubeObject} from '../../object.ts';
import {same} from '../../object.ts';
import {At} from '../../validation/at.ts';
import {goForm} from '../../validation/go-form.ts';
import {jsonDifference} from '../../validation/line-difference.ts';
import {comparing, validating} from '../../validation/metadata.ts';
import {fractionWarnings} from '../../validation/pod/warnings.ts';
import {checkClaimSpec} from '../../validation/volume-claim.ts';
import {without} from '../../values/filled.ts';
import {compareQuantities} from '../../values/quantity.ts';
import {fieldsOf, textOf} from '../../values/reading.ts';
import {column, specOf, statusOf, wideColumn} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec} from '../strategy.ts';
import {modesText, unsetText, withFinalizer} from './volume-columns.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/ */
export const persistentVolumeClaim = defineResource({
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  shortNames: ['pvc'],
  hasStatus: true,
  columns: [
    nameColumn,
    column('Status', stateText),
    column('Volume', (one) => textOf(specOf(one)['volumeName'])),
    column('Capacity', (one) => (isBound(one) ? textOf(fieldsOf(statusOf(one)['capacity']).storage) || '0' : '')),
    column('Access Modes', (one) => (isBound(one) ? modesText(statusOf(one)['accessModes']) : '')),
    column('StorageClass', (one) => textOf(specOf(one)['storageClassName'])),
    column('VolumeAttributesClass', (one) => unsetText(specOf(one)['volumeAttributesClassName'])),
    ageColumn,
    wideColumn('VolumeMode', (one) => unsetText(specOf(one)['volumeMode'])),
  ],
  strategy: {
    warnings: (object) =>
      fractionWarnings(new At('', object, []).field('spec').field('resources').field('requests').key('storage')),
    defaults: (object) => withSpec(object, defaultClaimSpec(fieldsOf(object.spec))),
    prepareCreate: (object) => ({...withFinalizer(object, 'kubernetes.io/pvc-protection'), status: {phase: 'Pending'}}),
    validate: validating((root) => checkClaimSpec(root.field('spec'))),
    validateUpdate: comparing((root, old) => checkChange(root.field('spec'), old)),
  },
});

function isBound(object: KubeObject): boolean {
  return textOf(specOf(object)['volumeName']) !== '';
}

function stateText(object: KubeObject): string {
  return object.metadata.deletionTimestamp === undefined ? textOf(statusOf(object)['phase']) : 'Terminating';
}

const immutable =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n';

/** A claim stays as it was made; once it is bound it may ask for more storage. */
function checkChange(spec: At, before: At): void {
  const old = before.field('spec');
  const bound = before.field('status').field('phase').text === 'Bound';
  const open = ['volumeAttributesClassName', ...(bound ? ['resources'] : [])];
  // Binding writes the volume's name, and a class may come to a claim that named none.
  const first = ['volumeName', 'storageClassName'].filter((name) => old.field(name).text === '');
  const [now, was] = [without(spec.fields, ...open, ...first), without(old.fields, ...open, ...first)];
  if (!same(now, was)) spec.forbidden(immutable + jsonDifference(goForm('ClaimSpec', was), goForm('ClaimSpec', now)));
  const [asked, had] = [spec, old].map((at) => at.field('resources').field('requests').key('storage'));
  if (bound && asked && had && compareQuantities(asked.value, had.value) < 0)
    spec.field('resources').field('requests').field('storage').forbidden('field can not be less than status.capacity');
}
