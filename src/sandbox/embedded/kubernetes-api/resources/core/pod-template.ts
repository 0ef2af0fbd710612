import {defaultTemplate} from '../../defaults/pod-spec.ts';
import {validating} from '../../validation/metadata.ts';
import {checkTemplate} from '../../validation/template.ts';
import {changed, filled} from '../../values/filled.ts';
import {formatLabels} from '../../values/label-selector.ts';
import {fieldsOf} from '../../values/reading.ts';
import {column, containerColumns} from '../columns.ts';
import {defineResource, nameColumn} from '../define.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/ */
export const podTemplate = defineResource({
  kind: 'PodTemplate',
  plural: 'podtemplates',
  hasGeneration: true,
  columns: [
    nameColumn,
    ...containerColumns(({template}) => template).map((one) => ({...one, priority: 0 as const})),
    column('Pod Labels', ({template}) => formatLabels(fieldsOf(fieldsOf(template).metadata).labels)),
  ],
  strategy: {
    defaults: (object) => changed(filled(object, {template: {}}), 'template', defaultTemplate),
    validate: validating((root) => checkTemplate(root.field('template'))),
  },
});
