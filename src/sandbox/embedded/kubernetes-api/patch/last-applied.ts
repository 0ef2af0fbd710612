import type {Draft, Fields} from '../object.ts';
import type {ObjectType} from '../schema/field.ts';
import {isFields} from '../values/reading.ts';
import {compare} from './comparison.ts';
import {draftOf} from './draft.ts';
import {difference, type FieldSet, union} from './field-set.ts';
import {fieldsOfObject} from './fields-of.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** All annotations of an object together have at most this many bytes. */
const mostBytes = 256 * 1024;

/**
 * The fields that `kubectl apply` set on the client's side, as far as they are still as it set them: `kubectl apply
 * --server-side` takes them over without a conflict. Undefined where nothing tells.
 */
export function lastAppliedFields(live: Draft, liveFields: Fields, type: ObjectType): FieldSet | undefined {
  const text = live.metadata?.annotations?.[annotation];
  const applied = text ? parse(text) : undefined;
  if (!applied || applied.apiVersion !== live.apiVersion) return undefined;
  const {removed, modified, added} = compare(applied, liveFields, type);
  return difference(fieldsOfObject(applied, type), union(union(modified, added), removed));
}

function parse(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An object that has the annotation of client-side apply gets what was applied on the server's side in it. */
export function withLastApplied(object: Draft, applied: Fields): Draft {
  const annotations = object.metadata?.annotations ?? {};
  if (!annotations[annotation]) return object;
  const next = {...annotations, [annotation]: `${JSON.stringify(sortedFields(withoutAnnotation(applied)))}\n`};
  const bytes = Object.entries(next).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const {[annotation]: _, ...others} = next;
  return {...object, metadata: {...object.metadata, annotations: bytes > mostBytes ? others : next}};
}

function withoutAnnotation(applied: Fields): Fields {
  const {metadata, ...rest} = applied;
  const annotations = draftOf(applied).metadata?.annotations;
  if (!annotations || !isFields(metadata)) return applied;
  const {[annotation]: _, ...others} = annotations;
  const {annotations: _all, ...bare} = metadata;
  return {...rest, metadata: Object.keys(others).length === 0 ? bare : {...bare, annotations: others}};
}

function sortedFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedFields);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((field) => [field, sortedFields(value[field])]),
  );
}
