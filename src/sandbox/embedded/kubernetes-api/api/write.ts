import type {Draft, KubeObject} from '../object.ts';
import {keyOf} from '../object.ts';
import {changeObject, createUnder} from '../objects/change.ts';
import {badRequest, notFound} from '../refusal.ts';
import type {ApiCall} from './api-call.ts';
import {readObject} from './body.ts';
import {expectedBody} from './expected-body.ts';
import {changeOptions} from './options.ts';
import {presentObject} from './present.ts';
import type {KubeResponse} from './request.ts';
import {success} from './status.ts';

/** POST: a new object, or something under one. */
export async function answerCreate(call: ApiCall): Promise<KubeResponse> {
  const {request, target, subresource, backend} = call;
  const options = changeOptions('CreateOptions', request.query);
  const {draft, warnings} = await readObject(request, expectedBody(call, options));
  refuseOtherNamespace(call, draft);
  const stored = subresource === '' && call.asked.view ? call.asked.view.toStored(draft) : draft;
  const told = [...warnings];
  const made = createUnder(backend.state, {
    target: subresource === '' ? {...target, name: draft.metadata?.name ?? ''} : target,
    draft: stored,
    dryRun: options.dryRun,
    manager: options.manager ?? request.user.manager,
    subresource,
    warn: (warning) => told.push(warning),
  });
  if (subresource === 'binding') return success(undefined, 201);
  if (subresource === 'eviction') return success(undefined, 201);
  if (subresource === '') told.push(...warningsOf(call, made));
  return presentObject(call, made, {status: 201, warnings: told});
}

/** PUT: an object in place of what is there. */
export async function answerUpdate(call: ApiCall): Promise<KubeResponse> {
  const {request, target, subresource, backend} = call;
  const options = changeOptions('UpdateOptions', request.query);
  const {draft, warnings} = await readObject(request, expectedBody(call, options));
  refuseOtherName(call, draft);
  const stored = subresource === '' && call.asked.view ? call.asked.view.toStored(draft) : draft;
  const told = [...warnings];
  const made = changeObject(backend.state, {
    target,
    draft: stored,
    dryRun: options.dryRun,
    manager: options.manager ?? request.user.manager,
    subresource,
    warn: (warning) => told.push(warning),
  });
  if (subresource === '') told.push(...warningsOf(call, made));
  return presentObject(call, made, {warnings: told});
}

/** GET of one object or of a part of it that has a path of its own. Throws 404. */
export function existing({target, backend}: ApiCall): KubeObject {
  const found = backend.state.store.get(target.collection, keyOf(target.namespace, target.name));
  if (!found) throw notFound(target.resource, target.name);
  return found;
}

export function warningsOf({target}: ApiCall, object: Draft): readonly string[] {
  return target.resource.strategy.warnings?.(object) ?? [];
}

function refuseOtherNamespace({target}: ApiCall, {metadata}: Draft): void {
  const given = metadata?.namespace;
  if (given === undefined || given === '' || given === target.namespace) return;
  if (!target.resource.namespaced) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

function refuseOtherName(call: ApiCall, draft: Draft): void {
  const {name} = call.target;
  const given = draft.metadata?.name;
  if (given === undefined || given === '')
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (given !== name)
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  refuseOtherNamespace(call, draft);
}
