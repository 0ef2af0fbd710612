import {parseRfc3339, rfc1123z} from '../../../go/time.ts';
import {type Json, number, text} from '../../json.ts';
import {shortDuration} from '../../print/age.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writePodTemplate} from '../parts/pod-template.ts';
import {controllerText, orUnset, plain, selectorText} from '../words.ts';

export const job = defineDescriber({
  kind: 'Job',
  group: 'batch',
  version: 'v1',
  describe({meta, spec, status}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    page.line(0, 'Selector:', selectorText(spec['selector']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    if (controllerText(meta) !== '') page.line(0, 'Controlled By:', controllerText(meta));
    writeIfSet(page, 'Parallelism:', spec['parallelism']);
    page.line(0, 'Completions:', orUnset(spec['completions']));
    writeIfSet(page, 'Completion Mode:', spec['completionMode']);
    writeIfSet(page, 'Suspend:', spec['suspend']);
    writeIfSet(page, 'Backoff Limit:', spec['backoffLimit']);
    writeIfSet(page, 'TTL Seconds After Finished:', spec['ttlSecondsAfterFinished']);
    writeTimes(page, status);
    const deadline = spec['activeDeadlineSeconds'];
    if (deadline !== undefined) page.line(0, 'Active Deadline Seconds:', `${number(deadline)}s`);
    page.line(0, 'Pods Statuses:', podsText(status));
    if (spec['completionMode'] === 'Indexed') {
      page.line(0, 'Completed Indexes:', indexesText(text(status['completedIndexes'])));
    }
    writePodTemplate(page, spec['template']);
  },
});

function writeIfSet(page: Page, title: string, value: unknown): void {
  if (value !== undefined) page.line(0, title, plain(value));
}

function writeTimes(page: Page, {startTime, completionTime}: Json): void {
  if (startTime !== undefined) page.line(0, 'Start Time:', rfc1123z(text(startTime)));
  if (completionTime !== undefined) page.line(0, 'Completed At:', rfc1123z(text(completionTime)));
  if (startTime === undefined || completionTime === undefined) return;
  page.line(0, 'Duration:', shortDuration(parseRfc3339(text(completionTime)) - parseRfc3339(text(startTime))));
}

function podsText({active, ready, succeeded, failed}: Json): string {
  const standing = ready === undefined ? '' : ` (${number(ready)} Ready)`;
  return `${number(active)} Active${standing} / ${number(succeeded)} Succeeded / ${number(failed)} Failed`;
}

/** Long lists are cut at the first comma after 50 characters. */
function indexesText(indexes: string): string {
  if (indexes === '') return '<none>';
  const comma = indexes.indexOf(',', 50);
  return comma === -1 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}
