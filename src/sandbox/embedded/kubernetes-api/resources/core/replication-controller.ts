import {defaultTemplate, templateLabels} from '../../defaults/pod-spec.ts';
import type {Draft} from '../../object.ts';
import {type At, sorted} from '../../validation/at.ts';
import {validating} from '../../validation/metadata.ts';
import {templateWarnings} from '../../validation/pod/warnings.ts';
import {checkCounts, checkLastingTemplate} from '../../validation/template.ts';
import {changed, filled, type Loose} from '../../values/filled.ts';
import {formatLabels, hasLabels} from '../../values/label-selector.ts';
import {fieldsOf, numberOf, textsOf} from '../../values/reading.ts';
import {replicaColumns} from '../apps/replica-set.ts';
import {containerColumns, specOf, statusOf, wideColumn} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec, withStatus} from '../strategy.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/replication-controller-v1/ */
export const replicationController = defineResource({
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  shortNames: ['rc'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  defaultPropagation: 'Orphan',
  scale: {spec: '.spec.replicas', status: '.status.replicas', selector: '.spec.selector'},
  selectable: {'status.replicas': (one) => String(numberOf(statusOf(one)['replicas']))},
  columns: [
    nameColumn,
    ...replicaColumns,
    ageColumn,
    ...containerColumns((one) => specOf(one)['template']),
    wideColumn('Selector', (one) => formatLabels(specOf(one)['selector'])),
  ],
  strategy: {
    warnings: (object) => templateWarnings(object, true),
    defaults: (object) => withLabels(withSpec(object, defaultSpec(fieldsOf(object.spec)))),
    prepareCreate: withStatus({replicas: 0}),
    validate: validating((root) => checkSpec(root.field('spec'))),
  },
});

function defaultSpec(spec: Loose): Loose {
  const result = filled(spec, {replicas: 1, selector: templateLabels(spec)});
  return changed(result, 'template', defaultTemplate);
}

/** A controller without labels takes those of its Pods. */
function withLabels(object: Draft): Draft {
  const labels = templateLabels(fieldsOf(object.spec));
  if (!labels || Object.keys(object.metadata?.labels ?? {}).length > 0) return object;
  return {...object, metadata: {...object.metadata, labels: textsOf(labels)}};
}

function checkSpec(spec: At): void {
  const [selector, template] = [spec.field('selector'), spec.field('template')];
  checkCounts(spec, 'minReadySeconds');
  if (Object.keys(selector.fields).length === 0) selector.required();
  checkCounts(spec, 'replicas');
  if (!template.isSet) {
    template.required();
    return;
  }
  const labels = template.field('metadata').field('labels');
  if (!hasLabels(textsOf(labels.value), textsOf(selector.value)))
    labels.invalid('`selector` does not match template `labels`', sorted(labels.value));
  checkLastingTemplate(template);
}
