import {isSystemError} from '../../../../../system-error.ts';
import {errorNumberText} from '../../error-number.ts';
import {constantOf} from '../config/template.ts';
import {type Outcome, statusOutcome} from './answer.ts';
import {listFolder} from './autoindex.ts';
import {statFile} from './disk.ts';
import type {NginxRequest} from './request.ts';
import {parseUri} from './uri.ts';
import {fileName, render} from './variables.ts';

/** A path that ends with a slash: its index file, a listing, or nothing one may see. */
export async function serveFolder(request: NginxRequest): Promise<Outcome> {
  const found = await findIndex(request);
  if (found) return found;
  if (request.settings.autoindex.on) return listFolder(request);
  await request.complain('error', `directory index of "${fileName(request)}" is forbidden`);
  return statusOutcome(403);
}

/** https://nginx.org/en/docs/http/ngx_http_index_module.html */
async function findIndex(request: NginxRequest): Promise<Outcome | undefined> {
  let isFolderKnown = false;
  for (const template of request.settings.index) {
    const name = render(template, request);
    if (name.startsWith('/') && constantOf(template) !== undefined) {
      const uri = parseUri(name) ?? {path: name, args: ''};
      return {kind: 'redirect', path: uri.path, args: uri.args};
    }
    const file = `${fileName(request)}${name}`;
    const stat = statFile(request, file);
    if (!isSystemError(stat)) {
      if (stat.kind === 'directory') continue;
      return {kind: 'redirect', path: `${request.path}${name}`, args: request.args};
    }
    if (stat.code === 'EACCES') {
      await request.complain('error', `"${file}" is forbidden (${errorNumberText(stat)})`);
      return statusOutcome(403);
    }
    if (isFolderKnown) continue;
    const folder = statFile(request, fileName(request));
    if (isSystemError(folder) || stat.code === 'ENOTDIR') {
      if (request.settings.logsNotFound)
        await request.complain('error', `"${file}" is not found (${errorNumberText(stat)})`);
      return statusOutcome(404);
    }
    isFolderKnown = true;
  }
  return undefined;
}
