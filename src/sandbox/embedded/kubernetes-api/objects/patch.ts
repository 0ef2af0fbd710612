import type {Patch} from '../client.ts';
import {type Draft, type Fields, type KubeObject, keyOf} from '../object.ts';
import {applyPatch} from '../patch/apply-patch.ts';
import {applyServerSide} from '../patch/apply-server-side.ts';
import {draftOf} from '../patch/draft.ts';
import {badRequest, invalid, KubeRefusal, notFound} from '../refusal.ts';
import {apiVersionOf, type Resource} from '../resources/resource.ts';
import type {ObjectType} from '../schema/field.ts';
import {isFields} from '../values/reading.ts';
import {changeObject} from './change.ts';
import {createObject} from './create.ts';
import {ignoredFields} from './fields.ts';
import {scaleOf} from './scale.ts';
import {type ApiState, type Target, timestamp} from './state.ts';
import type {UpdateCall} from './update.ts';

export interface PatchCall extends Omit<UpdateCall, 'draft' | 'isTracked' | 'trackedAs'> {
  readonly target: Target;
  readonly patch: Patch;
  /** The version the patch is of; the stored one when absent. */
  readonly asked?: Resource;
  /** Looks at what a patch made before it is stored; may refuse. */
  readonly checked?: (patched: Fields) => Fields;
}

/** Changes an object by a patch. Throws what an update throws, and 400 or 422 for a patch that does not fit. */
export function patchObject(state: ApiState, call: PatchCall): KubeObject {
  const {target, patch} = call;
  const before = state.store.get(target.collection, keyOf(target.namespace, target.name));
  if (patch.type === 'apply') return applied(state, call, patch, before);
  if (!before) throw notFound(target.resource, target.name);
  const asked = call.asked ?? target.resource;
  const seen = seenBy(call, asked, before);
  const patched = applyPatch(seen, patch, typeFor(state, call, asked));
  if (!isFields(patched)) throw badRequest('a patch must leave an object');
  const draft = draftOf(call.checked?.(patched) ?? patched);
  refuseRenamed(target, draft);
  refuseOtherUid(target, draft, before);
  return changeObject(state, {...call, draft: storedOf(call, asked, draft)});
}

/** The object as the patch is of it: its scale, or another version. */
function seenBy({subresource, target}: PatchCall, {view}: Resource, before: KubeObject): KubeObject {
  if (subresource === 'scale') return scaleOf(target.resource, before);
  return view ? view.fromStored(before) : before;
}

function storedOf({subresource}: PatchCall, {view}: Resource, draft: Draft): Draft {
  return view && subresource !== 'scale' ? view.toStored(draft) : draft;
}

function typeFor(state: ApiState, {subresource, patch}: PatchCall, asked: Resource): ObjectType | undefined {
  if (subresource === 'scale') return undefined;
  if (patch.type === 'strategic' && asked.schema) throw noStrategicPatch();
  return state.types(asked);
}

function noStrategicPatch(): KubeRefusal {
  const message =
    'the body of the request was in an unknown format - accepted media types include: ' +
    'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml';
  return new KubeRefusal(415, 'UnsupportedMediaType', message);
}

function applied(
  state: ApiState,
  call: PatchCall,
  patch: Extract<Patch, {type: 'apply'}>,
  live: KubeObject | undefined,
): KubeObject {
  const {target, manager, subresource} = call;
  const {resource} = target;
  const type = state.types(resource);
  if (!type) throw badRequest(`server-side apply needs the schema of ${resource.kind}`);
  if (!live && subresource !== '') throw notFound(resource, target.name);
  const draft = applyServerSide({
    live,
    patch: call.checked?.(patch.patch) ?? patch.patch,
    manager,
    force: patch.force,
    type,
    kind: {apiVersion: apiVersionOf(resource), kind: resource.kind},
    subresource,
    now: timestamp(state.store.clock.now()),
    ignored: ignoredFields(resource, subresource),
  });
  if (!live) return createObject(state, {...call, draft, isTracked: true});
  return changeObject(state, {...call, draft, isTracked: true});
}

/** A PUT of another object's uid is a conflict; a patch of the uid is just wrong. */
function refuseOtherUid({resource, name}: Target, {metadata}: Draft, before: KubeObject): void {
  const uid = metadata?.uid;
  if (uid === undefined || uid === before.metadata.uid) return;
  const message = `Invalid value: ${JSON.stringify(uid)}: field is immutable`;
  const cause = {reason: 'FieldValueInvalid', message, field: 'metadata.uid'};
  throw invalid({group: resource.group, kind: resource.kind, name}, [cause]);
}

function refuseRenamed({name, resource, namespace}: Target, {metadata}: Draft): void {
  if (metadata?.name === undefined || metadata.name === '')
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (metadata.name !== name)
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  const given = metadata.namespace;
  if (resource.namespaced && given !== undefined && given !== '' && given !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}
