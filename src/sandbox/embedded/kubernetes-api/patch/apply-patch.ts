import type {Patch} from '../client.ts';
import type {Draft, Fields, Value} from '../object.ts';
import type {ObjectType} from '../schema/field.ts';
import {isFields} from '../values/reading.ts';
import {fieldsOfDraft} from './draft.ts';
import {jsonPatch} from './json-patch.ts';
import {mergePatch} from './merge-patch.ts';
import {strategicPatch} from './strategic-patch.ts';
import {withoutEmpty} from './without-empty.ts';

/**
 * What a patch makes of an object; nothing of it is checked yet. Throws KubeRefusal where the patch does not apply.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-update
 */
export function applyPatch(
  object: Draft,
  patch: Exclude<Patch, {readonly type: 'apply'}>,
  type: ObjectType | undefined,
): Value {
  const patched = patchedBy(fieldsOfDraft(object), patch, type);
  return type && isFields(patched) ? withoutEmpty(patched, type, {nulls: false, unknown: true}) : patched;
}

function patchedBy(
  fields: Fields,
  patch: Exclude<Patch, {readonly type: 'apply'}>,
  type: ObjectType | undefined,
): Value {
  switch (patch.type) {
    case 'json':
      return jsonPatch(fields, patch.operations);
    case 'merge':
      return mergePatch(fields, patch.patch);
    case 'strategic':
      return strategicPatch(fields, patch.patch, type);
    default:
      return patch satisfies never;
  }
}
