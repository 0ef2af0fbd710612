import {decode} from '../../bytes/bytes.ts';
import {readAll} from '../../bytes/pipe.ts';
import type {Patch} from '../client.ts';
import {type Fields, keyOf} from '../object.ts';
import {patchObject} from '../objects/patch.ts';
import {fieldsFrom, goText} from '../patch/json-value.ts';
import {invalid, KubeRefusal} from '../refusal.ts';
import {checkFields} from '../schema/check.ts';
import {fromJson, fromUnstructured} from '../schema/wrong-type.ts';
import {entryOf, isFields} from '../values/reading.ts';
import type {ApiCall} from './api-call.ts';
import {mediaTypeOf} from './body.ts';
import {expectedBody} from './expected-body.ts';
import {type ChangeOptions, changeOptions} from './options.ts';
import {presentObject} from './present.ts';
import {readPatch} from './read-patch.ts';
import type {KubeResponse} from './request.ts';
import {bodyLimit} from './status.ts';
import {withoutNulls} from './without-nulls.ts';
import {warningsOf} from './write.ts';

const patchTypes: {readonly [type: string]: Patch['type']} = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** PATCH: an object changed, or by server-side apply made. */
export async function answerPatch(call: ApiCall): Promise<KubeResponse> {
  const {request, target, subresource, backend} = call;
  const type = entryOf(patchTypes, mediaTypeOf(request));
  if (!type) throw new KubeRefusal(415, 'UnsupportedMediaType', '415: Unsupported Media Type');
  const options = changeOptions('PatchOptions', request.query, type === 'apply');
  const body = await readAll(request.body, bodyLimit);
  const {patch, duplicates} = readPatch(decode(body), type, options.force);
  const {store} = backend.state;
  const isNew = !store.get(target.collection, keyOf(target.namespace, target.name));
  const warnings: string[] = [];
  const made = patchObject(backend.state, {
    target,
    patch,
    asked: call.asked,
    warn: (warning) => warnings.push(warning),
    checked: (patched) => {
      warnings.push(...checkPatched(call, {patched, patch, duplicates, fieldValidation: options.fieldValidation}));
      const {resource, type} = expectedBody(call, options);
      // To apply a null is to say nothing of a field, which is another thing.
      return type && !resource.schema && patch.type !== 'apply' ? withoutNulls(patched, type) : patched;
    },
    dryRun: options.dryRun,
    manager: options.manager ?? request.user.manager,
    subresource,
  });
  return presentObject(call, made, {status: isNew ? 201 : 200, warnings: [...warnings, ...warningsOf(call, made)]});
}

interface PatchedObject {
  readonly patched: Fields;
  readonly patch: Patch;
  readonly duplicates: readonly string[];
  readonly fieldValidation: ChangeOptions['fieldValidation'];
}

/** What is wrong with the fields of what a patch made; throws when that is not let through. */
function checkPatched(call: ApiCall, {patched, patch, duplicates, fieldValidation}: PatchedObject): readonly string[] {
  // Server-side apply looks at every field itself, and has words of its own for what is wrong.
  if (patch.type === 'apply') return [];
  const expected = expectedBody(call, {fieldValidation});
  const maker = patch.type === 'strategic' ? fromUnstructured : fromJson;
  const {unknown, wrong} = expected.type
    ? checkFields(patched, expected.type, {maker})
    : {unknown: [], wrong: undefined};
  if (wrong !== undefined && !expected.resource.schema) throw unreadable(patch, patched, wrong);
  if (fieldValidation === 'Ignore') return [];
  const faults = [...unknown, ...duplicates];
  if (fieldValidation === 'Strict' && faults.length > 0)
    throw unreadable(patch, patched, `strict decoding error: ${faults.join(', ')}`);
  return faults;
}

function unreadable(patch: Patch, patched: Fields, why: string): KubeRefusal {
  const shown = patch.type === 'strategic' ? goText(mergedAway(patch.patch)) : JSON.stringify(patched);
  const message = `Invalid value: ${JSON.stringify(shown)}: ${why}`;
  return invalid({group: '', kind: '', name: ''}, [{reason: 'FieldValueInvalid', message, field: 'patch'}]);
}

const orderPrefix = '$setElementOrder/';

/** What upstream has left of a strategic patch when it quotes it: merging takes the ordered lists out of it. */
function mergedAway(patch: Fields): Fields {
  const lists = Object.keys(patch)
    .filter((name) => name.startsWith(orderPrefix))
    .flatMap((name) => [name, name.slice(orderPrefix.length)]);
  const left = Object.entries(patch).filter(([name]) => !lists.includes(name));
  return fieldsFrom(left.map(([name, value]) => [name, isFields(value) ? mergedAway(value) : value] as const));
}
