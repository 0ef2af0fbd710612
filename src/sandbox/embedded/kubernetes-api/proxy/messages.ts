import type {ClientRequest, ClientResponse, HttpClient} from '../../runtime/http/client.ts';
import {type HeaderPair, HttpHeaders} from '../../runtime/http/headers.ts';
import type {ApiCall} from '../api/api-call.ts';
import type {KubeHeaders, KubeRequest, KubeResponse} from '../api/request.ts';

/** Headers of one connection alone, and those that let a client in here and nowhere else. */
const ownHeaders = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'authorization',
  'host',
];

/** The call as the server in the Pod gets it. */
export function requestOf({request, rest}: ApiCall, at: string): ClientRequest {
  const {method, query, headers} = request;
  const kept = [...headers].filter(([name]) => !ownHeaders.includes(name) && !name.startsWith('impersonate-'));
  const pairs = kept.map(([name, value]): HeaderPair => [capitalised(name), value]);
  const text = query.toString();
  return {
    method,
    target: `/${rest.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`,
    headers: new HttpHeaders([['Host', at], ...pairs, ['X-Forwarded-Uri', request.path]]),
    ...bodyOf(request),
  };
}

function bodyOf({headers, body}: KubeRequest): Pick<ClientRequest, 'body'> {
  const length = headers.get('content-length');
  if (length !== undefined) return Number(length) > 0 ? {body: {reader: body, bytes: Number(length)}} : {};
  return headers.has('transfer-encoding') ? {body: {reader: body}} : {};
}

/** `user-agent` as clients write it. */
function capitalised(name: string): string {
  return name.replaceAll(/(^|-)(\w)/g, (whole) => whole.toUpperCase());
}

/** The answer of the server in the Pod as ours; `place` is what stands before its paths here. */
export function answerOf(
  response: ClientResponse,
  {client, at, place}: {readonly client: HttpClient; readonly at: string; readonly place: string},
): KubeResponse {
  const {status, headers, body} = response;
  return {
    kind: 'stream',
    status,
    type: headers.get('content-type') ?? '',
    headers: headersOf(headers, (location) => moved(location, {at, place})),
    async write(to) {
      try {
        for (let bytes = await body.read(); bytes !== null; bytes = await body.read()) await to.write(bytes);
      } finally {
        client.close();
      }
    },
  };
}

function headersOf({pairs}: HttpHeaders, move: (location: string) => string): KubeHeaders {
  const all: Record<string, string> = {};
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase();
    if (ownHeaders.includes(lower) || lower === 'content-type') continue;
    const before = all[name];
    const shown = lower === 'location' ? move(value) : value;
    all[name] = before === undefined ? shown : `${before}, ${shown}`;
  }
  return all;
}

/** A redirect that stays on the server leads through the proxy again. */
function moved(location: string, {at, place}: {readonly at: string; readonly place: string}): string {
  const own = location.replace(new RegExp(`^http://${at.replaceAll('.', '\\.')}(?=/|$)`), '');
  return own.startsWith('/') && !own.startsWith('//') ? `${place}${own}` : location;
}
