import type {Template} from '../config/template.ts';
import {type Outcome, statusOutcome} from './answer.ts';
import {statQuietly} from './disk.ts';
import type {NginxRequest} from './request.ts';
import {documentRoot, render} from './variables.ts';

/**
 * The first of some files that is there: the request then is for it, and goes on. Otherwise the last says what happens.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files
 */
export async function tryFiles(request: NginxRequest, candidates: readonly Template[]): Promise<Outcome | undefined> {
  const {alias} = request.settings;
  const root = documentRoot(request);
  const nameLength = alias && !alias.isRegex ? alias.nameLength : 0;
  for (const candidate of candidates.slice(0, -1)) {
    const {template, wantsFolder} = withoutSlash(candidate);
    const text = render(template, request);
    // What begins with the name of an aliased location is looked for without it.
    const isUnderName = nameLength > 0 && text.startsWith(request.path.slice(0, nameLength));
    const rest = isUnderName ? text.slice(nameLength) : text;
    const stat = statQuietly(request, `${root}${rest}`);
    if (!stat || (stat.kind === 'directory') !== wantsFolder) continue;
    const found = alias ? `${request.path.slice(0, nameLength)}${rest}` : rest;
    request.path = found === '' ? '/' : found;
    return undefined;
  }
  const fallback = candidates.at(-1);
  return fallback ? otherwise(render(fallback, request)) : undefined;
}

/** A candidate that ends with a slash is a folder. */
function withoutSlash(template: Template): {readonly template: Template; readonly wantsFolder: boolean} {
  const last = template.at(-1);
  if (last?.kind !== 'text' || !last.text.endsWith('/')) return {template, wantsFolder: false};
  return {template: [...template.slice(0, -1), {kind: 'text', text: last.text.slice(0, -1)}], wantsFolder: true};
}

function otherwise(text: string): Outcome {
  if (text.startsWith('=')) return statusOutcome(Number(text.slice(1)));
  if (text.startsWith('@')) return {kind: 'named', name: text};
  const mark = text.indexOf('?');
  if (mark < 0) return {kind: 'redirect', path: text, args: ''};
  return {kind: 'redirect', path: text.slice(0, mark), args: text.slice(mark + 1)};
}
