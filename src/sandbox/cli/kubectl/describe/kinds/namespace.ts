import {rfc1123z} from '../../../go/time.ts';
import {isNotFound} from '../../errors.ts';
import {type Json, objects, text} from '../../json.ts';
import {defineDescriber, listAt, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writeLimitHeading, writeLimits, writeQuotas} from '../parts/quotas.ts';

export const namespace = defineDescriber({
  kind: 'Namespace',
  group: '',
  version: 'v1',
  events: 'none',
  async describe(subject, page) {
    const {meta, status} = subject;
    page.line(0, 'Name:', text(meta['name']));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Status:', text(status['phase']));
    writeConditions(page, objects(status['conditions']));
    const quotas = await within(subject, 'resourcequotas');
    if (quotas !== undefined) {
      page.line(0);
      writeQuotas(page, quotas);
    }
    const limits = await within(subject, 'limitranges');
    if (limits !== undefined) writeAllLimits(page, limits);
  },
});

function writeConditions(page: Page, conditions: readonly Json[]): void {
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type', 'Status', 'LastTransitionTime', 'Reason', 'Message');
  page.line(1, '----', '------', '------------------', '------', '-------');
  for (const condition of conditions) {
    const of = (field: string) => text(condition[field]);
    page.line(1, of('type'), of('status'), rfc1123z(of('lastTransitionTime')), of('reason'), of('message'));
  }
}

/** Objects within the namespace; undefined where the server does not know their kind. */
async function within(subject: Subject, plural: string): Promise<readonly Json[] | undefined> {
  try {
    return await listAt(subject, `/api/v1/namespaces/${text(subject.meta['name'])}/${plural}`);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function writeAllLimits(page: Page, limits: readonly Json[]): void {
  page.line(0);
  if (limits.length === 0) {
    page.line(0, 'No LimitRange resource.');
    return;
  }
  page.line(0, 'Resource Limits');
  writeLimitHeading(page, ' ');
  for (const limitRange of limits) writeLimits(page, limitRange, ' ');
}
