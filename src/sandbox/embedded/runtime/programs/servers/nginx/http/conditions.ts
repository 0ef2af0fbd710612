import {parseHttpDate} from '../../dates.ts';
import type {Answer} from './answer.ts';
import type {NginxRequest} from './request.ts';

/** What the conditions of a request make of an answer. https://www.rfc-editor.org/rfc/rfc9110#name-precondition */
export function checkConditions(request: NginxRequest, answer: Answer): 'send' | 'not modified' | 'failed' {
  const {headers, settings} = request;
  if (answer.status !== 200 || answer.modifiedMs === undefined) return 'send';
  const unmodified = headers.get('if-unmodified-since');
  if (unmodified !== undefined && isNewer(answer.modifiedMs, unmodified)) return 'failed';
  const match = headers.get('if-match');
  if (match !== undefined && !matches(match, answer.etag, false)) return 'failed';
  const since = headers.get('if-modified-since');
  const noneMatch = headers.get('if-none-match');
  if (since === undefined && noneMatch === undefined) return 'send';
  if (since !== undefined && isModified(answer.modifiedMs, since, settings.ifModifiedSince)) return 'send';
  return noneMatch === undefined || matches(noneMatch, answer.etag, true) ? 'not modified' : 'send';
}

function isNewer(modifiedMs: number, date: string): boolean {
  const ms = parseHttpDate(date);
  return ms === undefined || modifiedMs > ms;
}

function isModified(modifiedMs: number, since: string, how: string): boolean {
  if (how === 'off') return true;
  const ms = parseHttpDate(since);
  if (ms === undefined) return true;
  return how === 'before' ? modifiedMs > ms : modifiedMs !== ms;
}

function matches(header: string, etag: string | undefined, weak: boolean): boolean {
  if (header.trim() === '*') return true;
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => (weak ? tag.replace(/^W\//, '') : tag) === etag);
}
