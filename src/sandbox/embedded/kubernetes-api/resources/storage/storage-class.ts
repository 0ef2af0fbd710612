import {type KubeObject, same} from '../../object.ts';
import type {At} from '../../validation/at.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {checkOptionalWord, checkQualifiedName} from '../../validation/names.ts';
import {filled} from '../../values/filled.ts';
import {textOf} from '../../values/reading.ts';
import {column} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

const isDefault = 'storageclass.kubernetes.io/is-default-class';

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/storage-class-v1/ */
export const storageClass = defineResource({
  group: 'storage.k8s.io',
  kind: 'StorageClass',
  plural: 'storageclasses',
  shortNames: ['sc'],
  namespaced: false,
  columns: [
    {...nameColumn, cell: nameText},
    column('Provisioner', ({provisioner}) => textOf(provisioner)),
    column('ReclaimPolicy', ({reclaimPolicy}) => textOf(reclaimPolicy) || 'Delete'),
    column('VolumeBindingMode', ({volumeBindingMode}) => textOf(volumeBindingMode) || 'Immediate'),
    column('AllowVolumeExpansion', ({allowVolumeExpansion}) => allowVolumeExpansion === true),
    ageColumn,
  ],
  strategy: {
    defaults: (object) => filled(object, {reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate'}),
    validate: validating(checkClass),
    validateUpdate: comparing(checkChange),
  },
});

function nameText({metadata}: KubeObject): string {
  return metadata.annotations?.[isDefault] === 'true' ? `${metadata.name} (default)` : metadata.name;
}

function checkClass(root: At): void {
  const provisioner = root.field('provisioner');
  if (provisioner.text === '') provisioner.required();
  else checkQualifiedName(provisioner, provisioner.text.toLowerCase());
  checkOptionalWord(root.field('reclaimPolicy'), ['Delete', 'Retain']);
  checkOptionalWord(root.field('volumeBindingMode'), ['Immediate', 'WaitForFirstConsumer']);
}

function checkChange(root: At, old: At): void {
  for (const name of ['parameters', 'provisioner', 'reclaimPolicy']) {
    const field = root.field(name);
    if (!same(field.value, old.field(name).value)) field.forbidden(`updates to ${name} are forbidden.`);
  }
  checkImmutable(root.field('volumeBindingMode'), old.field('volumeBindingMode'));
}
