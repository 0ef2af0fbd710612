import type {ByteReader} from '../../../../../bytes/pipe.ts';
import {isSystemError} from '../../../../../system-error.ts';
import {HttpError} from '../../../../http/http-error.ts';
import {encodeBytes} from '../../../text/codec.ts';
import {errorNumberText} from '../../error-number.ts';
import type {ProxyTarget} from '../config/proxy-settings.ts';
import type {UpstreamUrl} from '../config/upstream-url.ts';
import type {Peer, Upstream} from '../config/upstreams.ts';
import {type Outcome, statusOutcome} from './answer.ts';
import {peerAnswered, peerFailed, pickPeer} from './balance.ts';
import {type ProxyRequest, proxyPath, proxyRequest} from './proxy-request.ts';
import {answerOf} from './proxy-response.ts';
import {findTarget} from './proxy-target.ts';
import type {NginxRequest} from './request.ts';
import {askUpstream, type UpstreamResponse, UpstreamTimeout} from './upstream-connection.ts';
import {render} from './variables.ts';

/** A larger body of a client is more than a simulated proxy keeps. */
const mostBodyBytes = 64 << 20;

/** Hands a request on and answers with what comes back. https://nginx.org/en/docs/http/ngx_http_proxy_module.html */
export async function serveProxied(request: NginxRequest, target: ProxyTarget): Promise<Outcome> {
  const found = await findTarget(request, target);
  if (!found) return statusOutcome(502);
  const body = await bodyFor(request);
  if (body === 'too large') return statusOutcome(413);
  request.proxyHost = found.url.text;
  const path = proxyPath(request, found.url);
  const sent = proxyRequest(request, request.settings.proxy, {host: found.url.text, path, body});
  return tryPeers(request, {...found, path, sent});
}

/** The whole body, as nginx buffers it. */
async function bodyFor(request: NginxRequest): Promise<Uint8Array | 'too large'> {
  const {proxy, mostBodyBytes: limit} = request.settings;
  if (proxy.body) return encodeBytes(render(proxy.body, request));
  if (!proxy.passesBody) return new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const piece = await request.body.read();
    if (piece === null) break;
    size += piece.length;
    if (size > Math.min(limit === 0 ? mostBodyBytes : limit, mostBodyBytes)) {
      await request.complain('error', `client intended to send too large chunked body: ${size} bytes`);
      return 'too large';
    }
    parts.push(piece.slice());
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

interface Attempt {
  readonly upstream: Upstream;
  readonly url: UpstreamUrl;
  readonly path: string;
  readonly sent: ProxyRequest;
}

/** One peer after the other until one answers. */
async function tryPeers(request: NginxRequest, attempt: Attempt): Promise<Outcome> {
  const {upstream, path} = attempt;
  const tried = new Set<Peer>();
  const {process} = request.worker;
  let status = 502;
  for (;;) {
    const peer = pickPeer(upstream, {tried, nowMs: process.now(), clientAddress: request.client.address});
    if (!peer) {
      if (tried.size > 0) return statusOutcome(status);
      await request.complain(
        'error',
        'no live upstreams while connecting to upstream',
        `http://${upstream.name}${path}`,
      );
      request.upstreamTries.push({address: upstream.name, status: '502', seconds: 0});
      return statusOutcome(502);
    }
    tried.add(peer);
    const result = await tryPeer(request, attempt, peer);
    if (typeof result !== 'number') return result;
    status = result;
    if (!request.settings.proxy.next.has(status === 504 ? 'timeout' : 'error')) return statusOutcome(status);
  }
}

/** The answer of one peer, or the status its failure is worth. */
async function tryPeer(request: NginxRequest, {sent, path}: Attempt, peer: Peer): Promise<Outcome | number> {
  const {process} = request.worker;
  const began = process.now();
  peer.connections += 1;
  let released = false;
  const release = (): void => {
    if (!released) peer.connections -= 1;
    released = true;
  };
  try {
    const response = await askUpstream(request, peer, sent);
    peerAnswered(peer);
    note(request, peer, {status: String(response.status), began, response});
    const {proxy} = request.settings;
    const wantsNext = proxy.next.has(`http_${response.status}`);
    if (wantsNext) {
      response.close();
      release();
      peerFailed(peer, process.now());
      return response.status;
    }
    return answerOf(request, {...response, body: releasedAtEnd(response, release)});
  } catch (error) {
    release();
    return failed(request, {peer, path, began, error});
  }
}

/** A body that gives its peer free, and closes the connection, at its end. */
function releasedAtEnd(response: UpstreamResponse, release: () => void): ByteReader {
  const close = (): void => {
    release();
    response.close();
  };
  return {
    async read(max, signal) {
      const piece = await response.body.read(max, signal);
      if (piece === null) close();
      return piece;
    },
    close,
  };
}

async function failed(
  request: NginxRequest,
  given: {readonly peer: Peer; readonly path: string; readonly began: number; readonly error: unknown},
): Promise<number> {
  const {peer, path, began, error} = given;
  const known = messageOf(error);
  if (!known) throw error;
  peerFailed(peer, request.worker.process.now());
  const status = error instanceof UpstreamTimeout ? 504 : 502;
  note(request, peer, {status: String(status), began});
  await request.complain('error', known, `http://${peer.name}${path}`);
  return status;
}

function messageOf(error: unknown): string | undefined {
  if (error instanceof UpstreamTimeout) return `upstream timed out (110: Operation timed out) while ${error.message}`;
  if (error instanceof HttpError)
    return error.fault === 'cut-short'
      ? 'upstream prematurely closed connection while reading response header from upstream'
      : 'upstream sent invalid header while reading response header from upstream';
  if (!isSystemError(error)) return undefined;
  return `connect() failed (${errorNumberText(error)}) while connecting to upstream`;
}

function note(
  request: NginxRequest,
  peer: Peer,
  given: {readonly status: string; readonly began: number; readonly response?: UpstreamResponse},
): void {
  const seconds = (request.worker.process.now() - given.began) / 1000;
  const headers = given.response?.headers;
  request.upstreamTries.push({address: peer.name, status: given.status, seconds, ...(headers ? {headers} : {})});
}
