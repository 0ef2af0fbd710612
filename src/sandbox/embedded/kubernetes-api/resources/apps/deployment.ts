import {defaultTemplate} from '../../defaults/pod-spec.ts';
import type {At} from '../../validation/at.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {templateWarnings} from '../../validation/pod/warnings.ts';
import {
  checkAtMostWhole,
  checkCounts,
  checkIntOrPercent,
  checkLastingTemplate,
  checkSelector,
  isNothing,
} from '../../validation/template.ts';
import {changed, filled, type Loose} from '../../values/filled.ts';
import {fieldsOf, numberOf} from '../../values/reading.ts';
import {column, containerColumns, specOf, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec, withStatus} from '../strategy.ts';
import {selectorColumn, workload} from './workload.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/ */
export const deployment = defineResource({
  ...workload,
  kind: 'Deployment',
  plural: 'deployments',
  countsAnnotations: true,
  shortNames: ['deploy'],
  columns: [
    nameColumn,
    column('Ready', (one) => `${numberOf(statusOf(one)['readyReplicas'])}/${numberOf(specOf(one)['replicas'])}`),
    column('Up-to-date', (one) => numberOf(statusOf(one)['updatedReplicas'])),
    column('Available', (one) => numberOf(statusOf(one)['availableReplicas'])),
    ageColumn,
    ...containerColumns((one) => specOf(one)['template']),
    selectorColumn,
  ],
  strategy: {
    warnings: (object) => templateWarnings(object, true),
    defaults: (object) => withSpec(object, defaultSpec(fieldsOf(object.spec))),
    prepareCreate: withStatus({}),
    validate: validating((root) => checkSpec(root.field('spec'))),
    validateUpdate: comparing((root, old) =>
      checkImmutable(root.field('spec').field('selector'), old.field('spec').field('selector')),
    ),
  },
});

function defaultSpec(spec: Loose): Loose {
  const result = filled(spec, {
    replicas: 1,
    strategy: {},
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    template: {},
  });
  return changed(changed(result, 'strategy', defaultStrategy), 'template', defaultTemplate);
}

function defaultStrategy(strategy: Loose): Loose {
  const result = filled(strategy['type'] === '' ? {...strategy, type: undefined} : strategy, {type: 'RollingUpdate'});
  if (result['type'] !== 'RollingUpdate') return result;
  return changed(filled(result, {rollingUpdate: {}}), 'rollingUpdate', (update) =>
    filled(update, {maxUnavailable: '25%', maxSurge: '25%'}),
  );
}

function checkSpec(spec: At): void {
  checkCounts(spec, 'replicas');
  checkSelector(spec, 'deployment');
  checkLastingTemplate(spec.field('template'));
  checkStrategy(spec.field('strategy'));
  checkCounts(spec, 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds');
  const [deadline, ready] = [spec.field('progressDeadlineSeconds'), spec.field('minReadySeconds')];
  if (deadline.number !== undefined && deadline.number <= (ready.number ?? 0))
    deadline.invalid('must be greater than minReadySeconds');
}

function checkStrategy(strategy: At): void {
  const [type, update] = [strategy.field('type'), strategy.field('rollingUpdate')];
  if (type.text === 'Recreate') {
    if (update.isSet) update.forbidden("may not be specified when strategy `type` is 'Recreate'");
    return;
  }
  if (type.text !== 'RollingUpdate') {
    strategy.unsupported(['Recreate', 'RollingUpdate'], {Type: type.text, RollingUpdate: update.value ?? null});
    return;
  }
  const [unavailable, surge] = [update.field('maxUnavailable'), update.field('maxSurge')];
  checkIntOrPercent(unavailable);
  checkIntOrPercent(surge);
  if (isNothing(unavailable) && isNothing(surge)) unavailable.invalid('may not be 0 when `maxSurge` is 0');
  checkAtMostWhole(unavailable);
}
