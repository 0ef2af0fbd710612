import {validating} from '../validation/metadata.ts';
import {ageOf} from '../values/durations.ts';
import type {Resource} from './resource.ts';

/** What a resource has to say of itself; the rest is what most have. */
export type ResourceDraft = Pick<Resource, 'kind' | 'plural'> & Partial<Resource>;

/** A resource with what most of them have: namespaced, v1 of the core group, no status, nothing special. */
export function defineResource(draft: ResourceDraft): Resource {
  return {
    group: '',
    version: 'v1',
    singular: draft.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    hasStatus: false,
    hasGeneration: false,
    selectable: {},
    columns: [nameColumn, ageColumn],
    ...draft,
    strategy: {validate: validating(() => undefined), ...draft.strategy},
  };
}

export const nameColumn: Resource['columns'][number] = {
  name: 'Name',
  type: 'string',
  format: 'name',
  priority: 0,
  cell: ({metadata}) => metadata.name,
};

/** How old an object is; clients show it as they like, so the cell is already in kubectl's words. */
export const ageColumn: Resource['columns'][number] = {
  name: 'Age',
  type: 'string',
  priority: 0,
  cell: ({metadata}, now) => ageOf(metadata.creationTimestamp, now),
};
