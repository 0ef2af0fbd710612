import {defaultTemplate} from '../../defaults/pod-spec.ts';
import type {Draft, KubeObject} from '../../object.ts';
import {checkJobSpec} from '../../validation/job.ts';
import {checkJobChange} from '../../validation/job-change.ts';
import {comparing, validating} from '../../validation/metadata.ts';
import {templateWarnings} from '../../validation/pod/warnings.ts';
import {humanDuration, msOf} from '../../values/durations.ts';
import {changed, changedEach, filled, type Loose} from '../../values/filled.ts';
import {fieldsOf, isTexts, listOf, numberOf, textOf, textsOf} from '../../values/reading.ts';
import {selectorColumn} from '../apps/workload.ts';
import {column, containerColumns, specOf, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec} from '../strategy.ts';

// @api Job partial: no limits of failures per index, no successPolicy
/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/ */
export const job = defineResource({
  group: 'batch',
  kind: 'Job',
  plural: 'jobs',
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  defaultPropagation: 'Orphan',
  selectable: {'status.successful': (one) => String(numberOf(statusOf(one)['succeeded']))},
  columns: [
    nameColumn,
    column('Status', stateText),
    column('Completions', completionsText),
    column('Duration', durationText),
    ageColumn,
    ...containerColumns((one) => specOf(one)['template']),
    selectorColumn,
  ],
  strategy: {
    warnings: (object) => templateWarnings(object, true),
    defaults: (object) => withTemplateLabels(withSpec(object, defaultJobSpec(fieldsOf(object.spec)))),
    prepareCreate: (object) => ({...withSelector(object), status: {}}),
    validate: validating((root) => checkJobSpec(root.field('spec'), root)),
    validateUpdate: comparing((root, old) => checkJobChange(root.field('spec'), old.field('spec'))),
  },
});

/** The spec of a Job; that of a CronJob's template is not filled in this far. */
function defaultJobSpec(spec: Loose): Loose {
  const {completions, parallelism, backoffLimitPerIndex, podFailurePolicy} = spec;
  const isSet = (value: unknown) => value !== undefined && value !== null;
  const result = filled(spec, {
    completions: isSet(completions) || isSet(parallelism) ? undefined : 1,
    parallelism: 1,
    backoffLimit: isSet(backoffLimitPerIndex) ? 2_147_483_647 : 6,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: isSet(podFailurePolicy) ? 'Failed' : 'TerminatingOrFailed',
    template: {},
  });
  return defaultJobTemplate(result);
}

/** What a Job's spec has in either place: the template for its Pods, and what its failures mean. */
export function defaultJobTemplate(spec: Loose): Loose {
  const withRules = changed(spec, 'podFailurePolicy', (policy) =>
    changedEach(policy, 'rules', (rule) =>
      changedEach(rule, 'onPodConditions', (condition) => filled(condition, {status: 'True'})),
    ),
  );
  return changed(filled(withRules, {template: {}}), 'template', defaultTemplate);
}

/** A Job without labels takes those of its Pods. */
function withTemplateLabels(object: Draft): Draft {
  const labels = fieldsOf(fieldsOf(fieldsOf(object.spec).template)['metadata'])['labels'];
  if (!isTexts(labels) || Object.keys(object.metadata?.labels ?? {}).length > 0) return object;
  // The very same map: whoever adds to it can see whose labels they are.
  return {...object, metadata: {...object.metadata, labels}};
}

/** The selector of a Job is made of its own uid, so that it finds no other's Pods. */
function withSelector(object: Draft): Draft {
  const spec = fieldsOf(object.spec);
  const {uid = '', name = ''} = object.metadata ?? {};
  if (spec['manualSelector'] === true) return object;
  const selected = {'batch.kubernetes.io/controller-uid': uid};
  const labels = {...selected, 'controller-uid': uid, 'batch.kubernetes.io/job-name': name, 'job-name': name};
  const template = fieldsOf(spec['template']);
  const metadata = fieldsOf(template['metadata']);
  const allLabels = {...textsOf(metadata['labels']), ...labels};
  const selector = fieldsOf(spec['selector']);
  // Labels of its own stay as they are; without any, it has those of its Pods, with what is added to them.
  const own = object.metadata?.labels;
  return {
    ...object,
    metadata: {...object.metadata, labels: own === undefined || own === metadata['labels'] ? allLabels : own},
    spec: {
      ...spec,
      selector: {...selector, matchLabels: {...fieldsOf(selector['matchLabels']), ...selected}},
      template: {...template, metadata: {...metadata, labels: allLabels}},
    },
  };
}

function hasCondition(object: KubeObject, type: string): boolean {
  return listOf(statusOf(object)['conditions']).some(
    (one) => fieldsOf(one).type === type && fieldsOf(one).status === 'True',
  );
}

function stateText(object: KubeObject): string {
  if (hasCondition(object, 'Complete')) return 'Complete';
  if (hasCondition(object, 'Failed')) return 'Failed';
  if (object.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (hasCondition(object, 'Suspended')) return 'Suspended';
  if (hasCondition(object, 'FailureTarget')) return 'FailureTarget';
  return hasCondition(object, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completionsText(object: KubeObject): string {
  const {completions, parallelism} = specOf(object);
  const succeeded = numberOf(statusOf(object)['succeeded']);
  if (typeof completions === 'number') return `${succeeded}/${completions}`;
  return numberOf(parallelism) > 1 ? `${succeeded}/1 of ${numberOf(parallelism)}` : `${succeeded}/1`;
}

function durationText(object: KubeObject, now: number): string {
  const {startTime, completionTime} = statusOf(object);
  const start = msOf(startTime);
  if (start === undefined) return '';
  return humanDuration((textOf(completionTime) === '' ? now : (msOf(completionTime) ?? now)) - start);
}
