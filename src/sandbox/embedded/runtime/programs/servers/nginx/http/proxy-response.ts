import type {HeaderPair} from '../../../../http/headers.ts';
import type {Answer, Outcome} from './answer.ts';
import type {NginxRequest} from './request.ts';
import type {UpstreamResponse} from './upstream-connection.ts';
import {render} from './variables.ts';

/** Headers nginx says in its own way, or not at all. */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'content-type',
  'upgrade',
]);

/** What the client is answered with after an upstream has. */
export function answerOf(request: NginxRequest, response: UpstreamResponse): Outcome {
  const {proxy, errorPages} = request.settings;
  const {status} = response;
  if (proxy.interceptsErrors && status >= 300 && errorPages.some(({statuses}) => statuses.includes(status))) {
    response.close();
    return {kind: 'status', status};
  }
  const headers: HeaderPair[] = [];
  let location: string | undefined;
  for (const [name, value] of response.headers.pairs) {
    const lower = name.toLowerCase();
    if (connectionHeaders.has(lower) || proxy.hides.has(lower)) continue;
    const changed = lower === 'location' || lower === 'refresh' ? redirected(request, value) : value;
    if (lower === 'location' && changed.startsWith('/')) location = changed;
    else headers.push([name, changed]);
  }
  const type = response.headers.get('content-type');
  const lengthSaid = response.headers.get('content-length');
  const length = request.method === 'HEAD' && lengthSaid !== undefined ? Number(lengthSaid) : response.length;
  const answer: Answer = {
    status,
    ...(response.reason === '' ? {} : {reason: response.reason}),
    ...(type === undefined ? {} : {type}),
    ...(location === undefined ? {} : {location}),
    headers,
    body: {kind: 'stream', reader: response.body, length},
  };
  return {kind: 'answer', answer};
}

/** https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_redirect */
function redirected(request: NginxRequest, value: string): string {
  const {proxy} = request.settings;
  for (const rule of proxy.redirects) {
    if (rule !== 'default') {
      if (value.startsWith(rule.from)) return `${render(rule.to, request)}${value.slice(rule.from.length)}`;
      continue;
    }
    const {target} = proxy;
    const name = request.location?.name;
    if (target?.kind !== 'fixed' || (name?.kind !== 'prefix' && name?.kind !== 'exact')) continue;
    const from = `http://${target.url.text}${target.url.path === '' ? '/' : target.url.path}`;
    const to = target.url.path === '' ? '/' : name.text;
    if (value.startsWith(from)) return `${to}${value.slice(from.length)}`;
  }
  return value;
}
