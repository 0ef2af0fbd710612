import {HttpClient} from '../../runtime/http/client.ts';
import {HttpError} from '../../runtime/http/http-error.ts';
import {dialText} from '../../runtime/net/dial-text.ts';
import {isSystemError} from '../../system-error.ts';
import type {ApiCall} from '../api/api-call.ts';
import type {KubeResponse} from '../api/request.ts';
import {type KubeRefusal, notSimulated} from '../refusal.ts';
import {answerOf, requestOf} from './messages.ts';
import {type ProxyTarget, podTarget, serviceTarget, unavailable} from './target.ts';

/**
 * Hands a call on to a Pod, or to one behind a Service, and its answer back.
 * https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls
 */
export async function answerProxy(call: ApiCall): Promise<KubeResponse> {
  const {request, rest} = call;
  const {method} = request;
  // A page's own links are meant from its folder.
  if (rest.length === 0 && (method === 'GET' || method === 'HEAD')) return toFolder(call);
  if (request.upgrade !== undefined) throw notSimulated('an upgraded connection through the proxy of the API server');
  const target = targetOf(call);
  const at = `${target.address}:${target.port}`;
  if (target.scheme === 'https') throw unreachable('tls: first record does not look like a TLS handshake');
  try {
    const stream = await dial(call, target);
    const client = new HttpClient(stream, {signal: request.signal});
    return answerOf(await client.request(requestOf(call, at)), {client, at, place: placeOf(call)});
  } catch (error) {
    if (isSystemError(error)) throw unreachable(error.code === 'ECONNRESET' ? 'EOF' : dialText(error, at));
    if (error instanceof HttpError) throw unreachable(error.fault === 'cut-short' ? 'EOF' : error.message);
    throw error;
  }
}

function dial({backend, request}: ApiCall, {address, port}: ProxyTarget): ReturnType<NonNullable<typeof backend.dial>> {
  if (!backend.dial) throw notSimulated('a proxy through an API server without a network');
  return backend.dial({address, port}, request.signal);
}

function targetOf({backend, target}: ApiCall): ProxyTarget {
  const {store, random} = backend.state;
  const asked = {store, namespace: target.namespace, id: target.name};
  switch (target.collection) {
    case 'pods':
      return podTarget(asked);
    case 'services':
      return serviceTarget(asked, (count) => (random(1)[0] ?? 0) % Math.max(1, count));
    default:
      throw notSimulated('a proxy to a node through the API server');
  }
}

function unreachable(why: string): KubeRefusal {
  return unavailable(`error trying to reach service: ${why}`);
}

/** What stands before the path of the page itself. */
function placeOf({request, rest}: ApiCall): string {
  const parts = request.path.split('/');
  return parts
    .slice(0, parts.length - rest.length)
    .map(encodeURIComponent)
    .join('/')
    .replaceAll('%3A', ':');
}

function toFolder(call: ApiCall): KubeResponse {
  const query = call.request.query.toString();
  const location = `${placeOf(call)}/${query === '' ? '' : `?${query}`}`;
  return {
    kind: 'stream',
    status: 301,
    type: '',
    headers: {Location: location, 'Content-Length': '0'},
    write: async () => {},
  };
}
