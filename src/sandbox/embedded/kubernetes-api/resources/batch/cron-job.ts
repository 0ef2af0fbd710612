import type {KubeObject} from '../../object.ts';
import {checkCronJob} from '../../validation/cron-job.ts';
import {validating} from '../../validation/metadata.ts';
import {jobTemplateWarnings} from '../../validation/pod/warnings.ts';
import {ageOf} from '../../values/durations.ts';
import {changed, filled, type Loose, withoutEmpty} from '../../values/filled.ts';
import {fieldsOf, listOf, textOf} from '../../values/reading.ts';
import {selectorText} from '../apps/workload.ts';
import {column, containerColumns, specOf, statusOf, wideColumn} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec, withStatus} from '../strategy.ts';
import {defaultJobTemplate} from './job.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/ */
export const cronJob = defineResource({
  group: 'batch',
  kind: 'CronJob',
  plural: 'cronjobs',
  shortNames: ['cj'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  columns: [
    nameColumn,
    column('Schedule', (one) => textOf(specOf(one)['schedule'])),
    column('Timezone', (one) => textOf(specOf(one)['timeZone']) || '<none>'),
    column('Suspend', (one) => (specOf(one)['suspend'] === true ? 'True' : 'False'), 'boolean'),
    column('Active', (one) => listOf(statusOf(one)['active']).length, 'integer'),
    column('Last Schedule', lastText),
    ageColumn,
    ...containerColumns((one) => fieldsOf(jobSpec(one)).template),
    wideColumn('Selector', (one) => selectorText(fieldsOf(jobSpec(one)).selector)),
  ],
  strategy: {
    warnings: jobTemplateWarnings,
    defaults: (object) => withSpec(object, defaultSpec(fieldsOf(object.spec))),
    prepareCreate: withStatus({}),
    validate: validating(checkCronJob),
  },
});

function jobSpec(object: KubeObject): unknown {
  return fieldsOf(specOf(object)['jobTemplate']).spec;
}

function lastText(object: KubeObject, now: number): string {
  const {lastScheduleTime} = statusOf(object);
  return lastScheduleTime === undefined ? '<none>' : ageOf(lastScheduleTime, now);
}

function defaultSpec(spec: Loose): Loose {
  const result = filled(spec, {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    jobTemplate: {},
  });
  return changed(result, 'jobTemplate', (template) =>
    changed(changed(filled(template, {metadata: {}, spec: {}}), 'spec', defaultJobTemplate), 'metadata', withoutEmpty),
  );
}
