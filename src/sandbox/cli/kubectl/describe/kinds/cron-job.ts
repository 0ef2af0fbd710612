import {rfc1123z} from '../../../go/time.ts';
import {at, isObject, number, object, objects, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writePodTemplate} from '../parts/pod-template.ts';
import {capitalTruth, orNone, orUnset, selectorText} from '../words.ts';

export const cronJob = defineDescriber({
  kind: 'CronJob',
  group: 'batch',
  version: 'v1',
  describe({meta, spec, status}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Schedule:', text(spec['schedule']));
    page.line(0, 'Concurrency Policy:', text(spec['concurrencyPolicy']));
    page.line(0, 'Suspend:', spec['suspend'] === undefined ? '<unset>' : capitalTruth(spec['suspend']));
    page.line(0, 'Successful Job History Limit:', orUnset(spec['successfulJobsHistoryLimit']));
    page.line(0, 'Failed Job History Limit:', orUnset(spec['failedJobsHistoryLimit']));
    const deadline = spec['startingDeadlineSeconds'];
    page.line(0, 'Starting Deadline Seconds:', deadline === undefined ? '<unset>' : `${number(deadline)}s`);
    writeTemplate(page, at(spec, 'jobTemplate', 'spec'));
    const last = status['lastScheduleTime'];
    page.line(0, 'Last Schedule Time:', last === undefined ? '<unset>' : rfc1123z(text(last)));
    const active = objects(status['active']).map(({name}) => text(name));
    page.line(0, 'Active Jobs:', orNone(active.join(', ')));
  },
});

function writeTemplate(page: Page, template: unknown): void {
  const {selector, parallelism, completions, activeDeadlineSeconds, template: pods} = object(template);
  page.line(0, 'Selector:', isObject(selector) ? selectorText(selector) : '<unset>');
  page.line(0, 'Parallelism:', orUnset(parallelism));
  page.line(0, 'Completions:', orUnset(completions));
  if (activeDeadlineSeconds !== undefined)
    page.line(0, 'Active Deadline Seconds:', `${number(activeDeadlineSeconds)}s`);
  writePodTemplate(page, pods);
}
