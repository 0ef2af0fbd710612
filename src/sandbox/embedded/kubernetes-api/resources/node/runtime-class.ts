import {canonicalMap} from '../../defaults/volume.ts';
import {faultOfLabel} from '../../objects/names.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {checkLabels, checkName} from '../../validation/names.ts';
import {checkAmount} from '../../validation/pod/resources.ts';
import {checkTolerations} from '../../validation/pod/scheduling.ts';
import {changed} from '../../values/filled.ts';
import {textOf} from '../../values/reading.ts';
import {column} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

// @api RuntimeClass partial: its overhead and tolerations count; the runtime is one and the same
// @api RuntimeClass partial: its overhead and tolerations count; the runtime is always the same
/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/runtime-class-v1/ */
export const runtimeClass = defineResource({
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  namespaced: false,
  columns: [nameColumn, column('Handler', ({handler}) => textOf(handler)), ageColumn],
  strategy: {
    defaults: (object) => changed(object, 'overhead', (overhead) => changed(overhead, 'podFixed', canonicalMap)),
    validate: validating((root) => {
      checkName(root.field('handler'), faultOfLabel);
      for (const [name, amount] of root.field('overhead').field('podFixed').entries())
        checkAmount(amount.called(`overhead.limits[${name}]`), name);
      const scheduling = root.field('scheduling');
      checkLabels(scheduling.field('nodeSelector'));
      checkTolerations(scheduling.field('tolerations').called('scheduling.tolerations.tolerations'));
    }),
    validateUpdate: comparing((root, old) => checkImmutable(root.field('handler'), old.field('handler'))),
  },
});
