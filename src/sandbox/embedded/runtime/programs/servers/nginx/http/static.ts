import {isSystemError, type SystemError} from '../../../../../system-error.ts';
import {errorNumberText} from '../../error-number.ts';
import {type Outcome, statusOutcome} from './answer.ts';
import {statFile} from './disk.ts';
import {typeOf} from './media-type.ts';
import type {NginxRequest} from './request.ts';
import {escapePath} from './uri.ts';
import {fileName} from './variables.ts';

/** The file a path names. https://nginx.org/en/docs/http/ngx_http_core_module.html#root */
export async function serveFile(request: NginxRequest): Promise<Outcome> {
  const path = fileName(request);
  const stat = statFile(request, path);
  if (isSystemError(stat)) return unseen(request, path, stat);
  if (stat.kind === 'directory') return toFolder(request);
  if (stat.node.kind !== 'file') {
    await request.complain('crit', `"${path}" is not a regular file`);
    return statusOutcome(404);
  }
  if (request.method === 'POST') return statusOutcome(405);
  const {files} = request.worker.process;
  if (!files.allows(stat.path, 4)) {
    await request.complain('error', `open() "${path}" failed (13: Permission denied)`);
    return statusOutcome(403);
  }
  const seconds = Math.floor(stat.modifiedMs / 1000);
  const answer = {
    status: 200,
    type: typeOf(request),
    modifiedMs: seconds * 1000,
    ...(request.settings.hasEtag ? {etag: `"${seconds.toString(16)}-${stat.size.toString(16)}"`} : {}),
    hasRanges: true,
    body: {kind: 'parts', parts: [{file: stat.node, start: 0, length: stat.size}]},
  } as const;
  return {kind: 'answer', answer};
}

/** The same path with a slash behind it. */
function toFolder({path, args, settings}: NginxRequest): Outcome {
  const escaped = `${escapePath(path)}/`;
  // An alias in a pattern stands for one file alone.
  if (settings.alias?.isRegex) return statusOutcome(404);
  return {kind: 'status', status: 301, location: args === '' ? escaped : `${escaped}?${args}`};
}

/** A file that is not there, or not to be seen. */
export async function unseen(request: NginxRequest, path: string, error: SystemError): Promise<Outcome> {
  const isMissing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code);
  const message = `open() "${path}" failed (${errorNumberText(error)})`;
  if (!isMissing || request.settings.logsNotFound)
    await request.complain(isMissing || error.code === 'EACCES' ? 'error' : 'crit', message);
  return statusOutcome(isMissing ? 404 : error.code === 'EACCES' || error.code === 'ELOOP' ? 403 : 500);
}
