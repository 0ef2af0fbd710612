import {at, type Json, object, objects, text, texts} from '../../json.ts';
import type {Page} from '../page.ts';
import {amount} from '../words.ts';

const scopeWords: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

/** The scopes of a quota and what they mean. */
export function writeScopes(page: Page, level: number, scopes: unknown, bullet: string): void {
  const sorted = texts(scopes).toSorted();
  if (sorted.length > 0) page.line(level, 'Scopes:', sorted.join(', '));
  for (const scope of sorted) {
    const words = scopeWords[scope];
    if (words !== undefined) page.line(level, `${bullet}${words}`);
  }
}

/** The quotas of a namespace. */
export function writeQuotas(page: Page, quotas: readonly Json[]): void {
  if (quotas.length === 0) {
    page.line(0, 'No resource quota.');
    return;
  }
  page.line(0, 'Resource Quotas');
  for (const quota of quotas) {
    page.line(1, 'Name:', text(at(quota, 'metadata', 'name')));
    writeScopes(page, 1, at(quota, 'spec', 'scopes'), '* ');
    page.line(1, 'Resource', 'Used', 'Hard');
    page.line(1, '--------', '---', '---');
    const hard = object(at(quota, 'status', 'hard'));
    for (const name of Object.keys(hard).sort()) {
      page.line(1, name, amount(at(quota, 'status', 'used', name)), amount(hard[name]));
    }
  }
}

const limitTitles = ['Min', 'Max', 'Default Request', 'Default Limit', 'Max Limit/Request Ratio'];
const limitFields = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'] as const;

/** The heading of limits, `before` each line of it. */
export function writeLimitHeading(page: Page, before: string): void {
  const titles = ['Type', 'Resource', ...limitTitles];
  const lines = titles.map((title) => '-'.repeat(title.length));
  page.line(0, ...titles.with(0, `${before}Type`));
  page.line(0, ...lines.with(0, `${before}----`));
}

/** A line for each resource of each limit. */
export function writeLimits(page: Page, limitRange: Json, before: string): void {
  for (const limit of objects(at(limitRange, 'spec', 'limits'))) {
    const names = new Set(limitFields.flatMap((field) => Object.keys(object(limit[field]))));
    for (const name of [...names].sort()) {
      const amounts = limitFields.map((field) => {
        const written = object(limit[field])[name];
        return written === undefined ? '-' : amount(written);
      });
      page.line(0, `${before}${text(limit['type'])}`, name, ...amounts);
    }
  }
}
