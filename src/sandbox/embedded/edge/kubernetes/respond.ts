import {randomUUID} from 'node:crypto';
import type {ServerResponse} from 'node:http';
import type {KubeHeaders, KubeResponse} from '../../kubernetes-api/api/request.ts';
import {badRequest, KubeRefusal} from '../../kubernetes-api/refusal.ts';
import {writerOf} from '../streams.ts';

/** An answer that is no connection of its own. */
export type PlainResponse = Extract<KubeResponse, {readonly kind: 'json' | 'stream'}>;

/** Writes an answer; resolves when it is whole, rejects when the connection has to be cut. */
export async function respond(
  to: ServerResponse,
  response: PlainResponse,
  {pretty}: {readonly pretty: boolean},
): Promise<void> {
  const headers = {...commonHeaders(), ...response.headers};
  if (response.kind === 'json' && response.status === 304) {
    to.writeHead(304, headers);
    to.end();
    return;
  }
  if (response.kind === 'json') {
    const text = JSON.stringify(response.body, undefined, pretty ? 2 : 0);
    const body = Buffer.from(pretty ? text : `${text}\n`);
    to.writeHead(response.status, {'Content-Type': 'application/json', ...headers, 'Content-Length': body.length});
    to.end(body);
    return;
  }
  to.writeHead(response.status, {...headers, ...(response.type === '' ? {} : {'Content-Type': response.type})});
  // At once: who watches does nothing before it has the head.
  to.flushHeaders();
  await response.write(writerOf(to));
  to.end();
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export function statusOf(refusal: KubeRefusal): PlainResponse {
  const {code, reason, message, details} = refusal;
  const {retryAfterSeconds} = details;
  return {
    kind: 'json',
    status: code,
    headers: retryAfterSeconds === undefined ? {} : {'Retry-After': String(retryAfterSeconds)},
    body: statusBody({code, reason, message, details}),
  };
}

/** A Status as JSON. */
export function statusBody({
  code,
  reason,
  message,
  details,
}: Pick<KubeRefusal, 'code' | 'reason' | 'message' | 'details'>): {readonly [field: string]: unknown} {
  const some = Object.keys(details).length > 0 ? {details} : {};
  return {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, ...some, code};
}

/** What an error that nobody expected is answered with. */
export function refusalOf(error: unknown): KubeRefusal {
  if (error instanceof KubeRefusal) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new KubeRefusal(500, 'InternalError', `Internal error occurred: ${message}`, {causes: []});
}

function commonHeaders(): KubeHeaders {
  return {'Audit-Id': randomUUID(), 'Cache-Control': 'no-cache, private'};
}

/** Whether people read the answer: upstream looks at the same. */
export function wantsPretty(query: URLSearchParams, userAgent: string): boolean {
  const asked = query.get('pretty');
  if (asked !== null) return asked !== 'false' && asked !== '0';
  return /^(curl|Wget|Mozilla\/5\.0)/.test(userAgent);
}

export function isPlain(response: KubeResponse): response is PlainResponse {
  return response.kind === 'json' || response.kind === 'stream';
}

/** What a call is answered with that would need a connection of its own and did not ask for one. */
export const upgradeRequired: PlainResponse = statusOf(badRequest('Upgrade request required'));
