import type {IncomingMessage} from 'node:http';
import type {ByteReader} from '../../bytes/pipe.ts';
import type {KubeRequest} from '../../kubernetes-api/api/request.ts';
import {authenticate, type Credentials} from '../../kubernetes-api/authentication/authenticate.ts';
import type {HttpsServing} from '../../kubernetes-api/https.ts';
import {badRequest} from '../../kubernetes-api/refusal.ts';

/** One client and the server it reached. */
export interface Client {
  readonly serving: HttpsServing;
  /** Its certificate; `untrusted` for one of another authority. */
  readonly certificate: Credentials['certificate'];
}

/** A call as the API server takes it. Throws a KubeRefusal when it cannot be read, or its user is not known. */
export function requestOf(
  from: IncomingMessage,
  {serving, certificate}: Client,
  given: {readonly body: ByteReader; readonly signal: AbortSignal; readonly upgrade: KubeRequest['upgrade']},
): KubeRequest {
  const distinct = Object.entries(from.headersDistinct).flatMap(([name, values]) =>
    values ? [[name, values] as const] : [],
  );
  const {path, query} = addressOf(from.url ?? '/');
  const user = authenticate({certificate, headers: new Map(distinct), userOfToken: serving.userOfToken});
  const headers = new Map(distinct.map(([name, values]) => [name, values.join(', ')]));
  return {method: from.method ?? 'GET', path, query, headers, user, ...given};
}

function addressOf(url: string): {readonly path: string; readonly query: URLSearchParams} {
  // Some clients write the whole address.
  const local = url.replace(/^https?:\/\/[^/?]*/, '');
  const mark = local.indexOf('?');
  const path = mark < 0 ? local : local.slice(0, mark);
  try {
    const decoded = path.split('/').map(decodeURIComponent).join('/');
    return {path: decoded === '' ? '/' : decoded, query: new URLSearchParams(mark < 0 ? '' : local.slice(mark + 1))};
  } catch {
    throw badRequest(`the path ${JSON.stringify(path)} is not percent-encoded as it must be`);
  }
}

/** What protocol of several streams a call asks for. */
export function upgradeOf({headers}: IncomingMessage): KubeRequest['upgrade'] {
  const wanted = (headers.upgrade ?? '').toLowerCase();
  if (wanted === 'websocket') return 'websocket';
  return wanted === 'spdy/3.1' ? 'spdy' : undefined;
}
