import {defaultTemplate} from '../../defaults/pod-spec.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {templateWarnings} from '../../validation/pod/warnings.ts';
import {checkCounts, checkLastingTemplate, checkSelector} from '../../validation/template.ts';
import {changed, filled, type Loose} from '../../values/filled.ts';
import {fieldsOf, numberOf} from '../../values/reading.ts';
import {column, containerColumns, specOf, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import type {Column} from '../resource.ts';
import {withSpec, withStatus} from '../strategy.ts';
import {selectorColumn, workload} from './workload.ts';

/** How many there are to be, are, and are ready: of ReplicaSets and ReplicationControllers. */
export const replicaColumns: readonly Column[] = [
  column('Desired', (one) => numberOf(specOf(one)['replicas']), 'integer'),
  column('Current', (one) => numberOf(statusOf(one)['replicas']), 'integer'),
  column('Ready', (one) => numberOf(statusOf(one)['readyReplicas']), 'integer'),
];

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replica-set-v1/ */
export const replicaSet = defineResource({
  ...workload,
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  selectable: {'status.replicas': (one) => String(numberOf(statusOf(one)['replicas']))},
  columns: [
    nameColumn,
    ...replicaColumns,
    ageColumn,
    ...containerColumns((one) => specOf(one)['template']),
    selectorColumn,
  ],
  strategy: {
    warnings: (object) => templateWarnings(object, true),
    defaults: (object) => withSpec(object, defaultSpec(fieldsOf(object.spec))),
    prepareCreate: withStatus({replicas: 0}),
    validate: validating((root) => {
      const spec = root.field('spec');
      checkCounts(spec, 'replicas', 'minReadySeconds');
      checkSelector(spec, 'deployment');
      checkLastingTemplate(spec.field('template'));
    }),
    validateUpdate: comparing((root, old) =>
      checkImmutable(root.field('spec').field('selector'), old.field('spec').field('selector')),
    ),
  },
});

function defaultSpec(spec: Loose): Loose {
  return changed(filled(spec, {replicas: 1, template: {}}), 'template', defaultTemplate);
}
