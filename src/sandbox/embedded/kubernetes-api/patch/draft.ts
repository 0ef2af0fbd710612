import type {ObjectMeta} from 'kubernetes-types/meta/v1';
import type {Draft, Fields, Frozen, Value} from '../object.ts';
import {isFields} from '../values/reading.ts';
import type {Entry} from './managers.ts';

/** Fields as a draft; an apiVersion, kind or metadata of another type than they must be is left out. */
export function draftOf({apiVersion, kind, metadata, ...rest}: Fields): Draft {
  return {
    ...(typeof apiVersion === 'string' ? {apiVersion} : {}),
    ...(typeof kind === 'string' ? {kind} : {}),
    ...(isMetadata(metadata) ? {metadata} : {}),
    ...rest,
  };
}

function isMetadata(value: Value | undefined): value is Fields & Frozen<ObjectMeta> {
  return isFields(value);
}

/** A draft's or an object's fields, to be looked at one by one. */
export function fieldsOfDraft(draft: Draft): Fields {
  return isFields(draft) ? draft : {};
}

/** A draft with these managers written into it. */
export function withManagedFields(draft: Draft, managedFields: readonly Entry[] | undefined): Draft {
  if (managedFields) return {...draft, metadata: {...draft.metadata, managedFields}};
  const {managedFields: _, ...metadata} = draft.metadata ?? {};
  return {...draft, metadata};
}
