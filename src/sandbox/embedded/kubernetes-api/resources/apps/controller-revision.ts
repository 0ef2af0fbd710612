import {controllerOf, type KubeObject} from '../../object.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {checkNotNegative} from '../../validation/names.ts';
import {numberOf} from '../../values/reading.ts';
import {column} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/ */
export const controllerRevision = defineResource({
  group: 'apps',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  columns: [
    nameColumn,
    column('Controller', ownerText),
    column('Revision', ({revision}) => numberOf(revision)),
    ageColumn,
  ],
  strategy: {
    validate: validating((root) => {
      checkNotNegative(root.field('revision'));
      if (!root.field('data').isSet) root.field('data').required('data is mandatory');
    }),
    validateUpdate: comparing((root, old) => checkImmutable(root.field('data'), old.field('data'))),
  },
});

function ownerText(object: KubeObject): string {
  const owner = controllerOf(object);
  if (!owner) return '<none>';
  const [version = '', group = version] = owner.apiVersion.split('/').reverse();
  return `${owner.kind.toLowerCase()}.${owner.apiVersion.includes('/') ? group : ''}/${owner.name}`.replace('./', '/');
}
