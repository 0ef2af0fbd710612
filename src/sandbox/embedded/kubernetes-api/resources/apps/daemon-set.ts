import {defaultTemplate} from '../../defaults/pod-spec.ts';
import {type Draft, type KubeObject, same} from '../../object.ts';
import type {At} from '../../validation/at.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {templateWarnings} from '../../validation/pod/warnings.ts';
import {
  checkAtMostWhole,
  checkCounts,
  checkIntOrPercent,
  checkSelector,
  checkTemplate,
  isNothing,
} from '../../validation/template.ts';
import {changed, filled, type Loose} from '../../values/filled.ts';
import {formatLabels} from '../../values/label-selector.ts';
import {fieldsOf, numberOf} from '../../values/reading.ts';
import {column, containerColumns, specOf, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec} from '../strategy.ts';
import {selectorColumn, workload} from './workload.ts';

const {scale: _, ...unscaled} = workload;
/** Counts changes of the template; old clients look for it. */
const generationKey = 'deprecated.daemonset.template.generation';

const newStatus = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
};

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/ */
export const daemonSet = defineResource({
  ...unscaled,
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  columns: [
    nameColumn,
    column('Desired', (one) => numberOf(statusOf(one)['desiredNumberScheduled']), 'integer'),
    column('Current', (one) => numberOf(statusOf(one)['currentNumberScheduled']), 'integer'),
    column('Ready', (one) => numberOf(statusOf(one)['numberReady']), 'integer'),
    column('Up-to-date', (one) => numberOf(statusOf(one)['updatedNumberScheduled']), 'integer'),
    column('Available', (one) => numberOf(statusOf(one)['numberAvailable']), 'integer'),
    column('Node Selector', (one) => formatLabels(fieldsOf(fieldsOf(specOf(one)['template']).spec).nodeSelector)),
    ageColumn,
    ...containerColumns((one) => specOf(one)['template']),
    selectorColumn,
  ],
  strategy: {
    warnings: (object) => templateWarnings(object, false),
    // Upstream's conversion has written the count, and so whoever writes the object owns it.
    defaults: (object) => {
      const full = withSpec(object, defaultSpec(fieldsOf(object.spec)));
      return full.metadata?.annotations?.[generationKey] === undefined ? withGeneration(full, '0') : full;
    },
    prepareCreate: (object) => ({...withGeneration(object, '1'), status: newStatus}),
    prepareUpdate: (object, before) => withGeneration(object, generationAfter(object, before)),
    changesFirst: true,
    validate: validating((root) => checkSpec(root.field('spec'))),
    validateUpdate: comparing((root, old) =>
      checkImmutable(root.field('spec').field('selector'), old.field('spec').field('selector')),
    ),
  },
});

function withGeneration(object: Draft, generation: string): Draft {
  const annotations = {...object.metadata?.annotations, [generationKey]: generation};
  return {...object, metadata: {...object.metadata, annotations}};
}

function generationAfter(object: Draft, before: KubeObject): string {
  const last = Number(before.metadata.annotations?.[generationKey] ?? '1');
  return String(same(fieldsOf(object.spec).template, specOf(before)['template']) ? last : last + 1);
}

function defaultSpec(spec: Loose): Loose {
  const result = filled(spec, {updateStrategy: {}, revisionHistoryLimit: 10, template: {}});
  return changed(changed(result, 'updateStrategy', defaultUpdates), 'template', defaultTemplate);
}

function defaultUpdates(strategy: Loose): Loose {
  const result = filled(strategy, {type: 'RollingUpdate'});
  if (result['type'] !== 'RollingUpdate') return result;
  return changed(filled(result, {rollingUpdate: {}}), 'rollingUpdate', (update) =>
    filled(update, {maxUnavailable: 1, maxSurge: 0}),
  );
}

function checkSpec(spec: At): void {
  const template = spec.field('template');
  checkSelector(spec, 'daemonset');
  checkTemplate(template);
  const policy = template.field('spec').field('restartPolicy');
  if (policy.isSet && policy.text !== 'Always') policy.unsupported(['Always']);
  const deadline = template.field('spec').field('activeDeadlineSeconds');
  if (deadline.isSet) deadline.invalid('must not be specified');
  checkCounts(spec, 'minReadySeconds');
  checkUpdates(spec.field('updateStrategy'));
  checkCounts(spec, 'revisionHistoryLimit');
}

function checkUpdates(strategy: At): void {
  const [type, update] = [strategy.field('type'), strategy.field('rollingUpdate')];
  if (type.text === 'OnDelete') return;
  if (type.text !== 'RollingUpdate') {
    strategy.unsupported(['RollingUpdate', 'OnDelete'], {Type: type.text, RollingUpdate: update.value ?? null});
    return;
  }
  const [unavailable, surge] = [update.field('maxUnavailable'), update.field('maxSurge')];
  checkIntOrPercent(unavailable);
  checkIntOrPercent(surge);
  if (!isNothing(unavailable) && !isNothing(surge)) surge.invalid('may not be set when maxUnavailable is non-zero');
  if (isNothing(unavailable) && isNothing(surge)) unavailable.required('cannot be 0 when maxSurge is 0');
  checkAtMostWhole(unavailable);
  checkAtMostWhole(surge);
}
