import {objects, text} from '../../json.ts';
import type {Page} from '../page.ts';

/** `Conditions:` of a workload: type, status, reason. */
export function writeConditions(page: Page, conditions: unknown): void {
  const all = objects(conditions);
  if (all.length === 0) return;
  page.write(0, 'Conditions:\n  Type\tStatus\tReason\n');
  page.line(1, '----', '------', '------');
  for (const {type, status, reason} of all) page.line(1, `${text(type)} `, text(status), text(reason));
}
