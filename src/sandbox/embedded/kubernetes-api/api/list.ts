import type {KubeObject} from '../object.ts';
import {keyOfObject} from '../object.ts';
import {badRequest, KubeRefusal} from '../refusal.ts';
import type {ApiCall} from './api-call.ts';
import {continueToken, type Page, pageOf} from './continue.ts';
import type {ListOptions} from './list-options.ts';
import {presentList} from './present.ts';
import type {KubeResponse} from './request.ts';
import {selectionOf} from './selection.ts';

/** The objects of a collection, whole or page by page. Throws 400, 410, 504. */
export function answerList(call: ApiCall, options: ListOptions): KubeResponse {
  const {target, backend} = call;
  const {store} = backend.state;
  const selection = selectionOf(target.resource, target.namespace, options);
  const page = options.continueAt === '' ? undefined : pageOf(options.continueAt);
  if (page && options.revision !== undefined && options.revision !== 0)
    throw badRequest('specifying resource version is not allowed when using continue');
  const revision = page?.revision ?? revisionOf(options, store.revision);
  const all = revision === store.revision ? store.list(target.collection, target.namespace) : past(call, revision);
  const rest = page ? all.slice(startOf(all, page)) : all;
  const matching = selection.narrowed ? rest.filter(selection.matches) : rest;
  const {limit} = options;
  const items = limit === undefined ? matching : matching.slice(0, limit);
  const last = items.at(-1);
  const left = matching.length - items.length;
  const more = left > 0 && last ? {continue: continueToken(revision, keyOfObject(last))} : {};
  const remaining = left > 0 && !selection.narrowed ? {remainingItemCount: left} : {};
  return presentList(call, items, {resourceVersion: String(revision), ...more, ...remaining});
}

function revisionOf({revision, exact}: ListOptions, newest: number): number {
  if (revision === undefined || revision === 0) return newest;
  if (revision > newest) throw tooLarge(revision, newest);
  return exact ? revision : newest;
}

function past({target, backend}: ApiCall, revision: number): readonly KubeObject[] {
  const all = backend.state.store.listAt(target.collection, revision);
  if (target.namespace === '') return all;
  return all.filter(({metadata}) => metadata.namespace === target.namespace);
}

function startOf(all: readonly KubeObject[], {after}: Page): number {
  const at = all.findIndex((object) => keyOfObject(object) > after);
  return at < 0 ? all.length : at;
}

function tooLarge(revision: number, newest: number): KubeRefusal {
  const message = `Timeout: Too large resource version: ${revision}, current: ${newest}`;
  const causes = [{reason: 'ResourceVersionTooLarge', message: 'Too large resource version', field: ''}];
  return new KubeRefusal(504, 'Timeout', message, {causes, retryAfterSeconds: 1});
}
