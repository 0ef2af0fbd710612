import {formatRequestHead} from '../../../../http/head.ts';
import {type HeaderPair, HttpHeaders} from '../../../../http/headers.ts';
import type {ProxySettings} from '../config/proxy-settings.ts';
import type {UpstreamUrl} from '../config/upstream-url.ts';
import type {NginxRequest} from './request.ts';
import {escapePath} from './uri.ts';
import {render} from './variables.ts';

/** What an upstream is sent. */
export interface ProxyRequest {
  readonly method: string;
  readonly head: string;
  readonly body: Uint8Array;
}

/** Headers that are about one connection, or that nginx says itself. */
const own = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'te',
  'expect',
  'upgrade',
]);

/** The request for an upstream: head and body. `path` is what it is asked for. */
export function proxyRequest(
  request: NginxRequest,
  settings: ProxySettings,
  given: {readonly host: string; readonly path: string; readonly body: Uint8Array},
): ProxyRequest {
  const method = settings.method === undefined ? request.method : render(settings.method, request);
  const set = settings.headers.map(({name, value}): HeaderPair => [name, render(value, request)]);
  const named = new Set(set.map(([name]) => name.toLowerCase()));
  const usual: HeaderPair[] = [];
  if (!named.has('host')) usual.push(['Host', given.host]);
  if (!named.has('connection')) usual.push(['Connection', 'close']);
  const hasBody = given.body.length > 0 || request.headers.has('content-length');
  if (hasBody && !named.has('content-length')) usual.push(['Content-Length', String(given.body.length)]);
  const passed = settings.passesHeaders
    ? request.headers.pairs.filter(([name]) => !own.has(name.toLowerCase()) && !named.has(name.toLowerCase()))
    : [];
  // An empty value takes the header away.
  const headers = new HttpHeaders([...set.filter(([, value]) => value !== ''), ...usual, ...passed]);
  const head = formatRequestHead({method, target: given.path, version: settings.version, headers});
  return {method, head, body: given.body};
}

/** The path for the upstream: as it came, or with the location's name replaced by that of `proxy_pass`. */
export function proxyPath(request: NginxRequest, url: UpstreamUrl): string {
  const {args, path, location, head} = request;
  const query = args === '' ? '' : `?${args}`;
  if (url.path === '') {
    // As it came, unless something has changed it.
    return request.redirects === 0 && !request.isInternal ? head.target : `${escapePath(path)}${query}`;
  }
  const name = location?.name;
  const rest = name?.kind === 'prefix' || name?.kind === 'exact' ? path.slice(name.text.length) : '';
  return `${url.path}${escapePath(rest)}${query}`;
}
