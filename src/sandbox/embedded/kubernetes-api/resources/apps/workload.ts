import {formatSelector} from '../../values/label-selector.ts';
import {isFields} from '../../values/reading.ts';
import {specOf, wideColumn} from '../columns.ts';

/** The selector of a workload, as `-o wide` shows it. */
export const selectorColumn = wideColumn('Selector', (object) => selectorText(specOf(object)['selector']));

/** A LabelSelector as columns show it. */
export function selectorText(selector: unknown): string {
  return formatSelector(isFields(selector) ? selector : undefined);
}

/** What the kinds of apps/v1 that make Pods have in common. */
export const workload = {
  group: 'apps',
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  selectable: {},
  scale: {spec: '.spec.replicas', status: '.status.replicas', selector: '.spec.selector'},
} as const;
