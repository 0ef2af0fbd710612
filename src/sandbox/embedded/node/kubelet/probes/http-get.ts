import type {HTTPGetAction} from 'kubernetes-types/core/v1';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {HttpClient} from '../../../runtime/http/client.ts';
import {HttpHeaders} from '../../../runtime/http/headers.ts';
import {HttpError} from '../../../runtime/http/http-error.ts';
import {dialText} from '../../../runtime/net/dial-text.ts';
import {isSystemError} from '../../../system-error.ts';
import type {Node} from '../../node.ts';
import type {PodContainer} from '../pod.ts';
import {deadline, failure, type Outcome, success} from './outcome.ts';

/** Redirects a probe follows before it gives up. */
const mostRedirects = 10;

export interface HttpTarget {
  readonly node: Node;
  readonly container: PodContainer;
  readonly podAddress: string;
  readonly action: Frozen<HTTPGetAction>;
  readonly timeoutMs: number;
}

/** A port by its number, or by the name a container gives it; undefined where it gives none such. */
export function portNumber(port: number | string, container: PodContainer): number | undefined {
  if (typeof port === 'number') return port;
  if (/^\d+$/.test(port)) return Number(port);
  return container.ports?.find(({name}) => name === port)?.containerPort;
}

/** Asks for a page as the kubelet does: 200 to 399 is well. */
export async function httpGet(target: HttpTarget): Promise<Outcome> {
  const {node, container, podAddress, action, timeoutMs} = target;
  const port = portNumber(action.port, container);
  if (port === undefined) return {kind: 'error', why: `couldn't find port: "${action.port}"`};
  const host = action.host || podAddress;
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const path = action.path?.startsWith('/') ? action.path : `/${action.path ?? ''}`;
  const url = `${scheme}://${host}:${port}${path}`;
  const limit = deadline(node.kernel.clock, timeoutMs);
  try {
    const at = {address: host === 'localhost' ? '127.0.0.1' : host, port};
    const status =
      scheme === 'https'
        ? await askTls(node, at, podAddress === node.address, limit.signal)
        : await ask({node, at, path, headers: headersOf(action, `${host}:${port}`), signal: limit.signal});
    return status >= 200 && status < 400 ? success : failure(`HTTP probe failed with statuscode: ${status}`);
  } catch (error) {
    return failure(`Get "${url}": ${whyNot(error, {limit: limit.signal, at: `${host}:${port}`})}`);
  } finally {
    limit.cancel();
  }
}

/**
 * Nobody in here speaks TLS. The programs of the node itself, such as the API server, are taken at their word when they
 * take the connection; others are what they are, servers without it.
 */
async function askTls(
  node: Node,
  at: {readonly address: string; readonly port: number},
  isOfNode: boolean,
  signal: AbortSignal,
): Promise<number> {
  const {stream} = await node.fabric.connect(node.stack, at, signal);
  stream.reader.close();
  stream.writer.close();
  if (!isOfNode) throw new HttpError('malformed', 'http: server gave HTTP response to HTTPS client');
  return 200;
}

async function ask(given: {
  readonly node: Node;
  readonly at: {readonly address: string; readonly port: number};
  readonly path: string;
  readonly headers: HttpHeaders;
  readonly signal: AbortSignal;
}): Promise<number> {
  const {node, at, headers, signal} = given;
  let path = given.path;
  for (let redirects = 0; ; redirects += 1) {
    const connection = await node.fabric.connect(node.stack, at, signal);
    const client = new HttpClient(connection.stream, {signal});
    try {
      const {status, headers: answered} = await client.request({method: 'GET', target: path, headers});
      const location = answered.get('location');
      const isSame = location?.startsWith('/') ?? false;
      if (status < 300 || status >= 400 || location === undefined || !isSame || redirects >= mostRedirects)
        return status;
      path = location;
    } finally {
      client.close();
    }
  }
}

function headersOf({httpHeaders}: Frozen<HTTPGetAction>, host: string): HttpHeaders {
  let headers = new HttpHeaders().with('Host', host).with('User-Agent', 'kube-probe/1.34').with('Accept', '*/*');
  for (const {name, value} of httpHeaders ?? []) headers = headers.with(name, value);
  return headers.with('Connection', 'close');
}

function whyNot(error: unknown, {limit, at}: {readonly limit: AbortSignal; readonly at: string}): string {
  if (limit.aborted) return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  if (error instanceof HttpError) return error.fault === 'cut-short' ? 'EOF' : error.message;
  if (isSystemError(error, 'ECONNRESET', 'EPIPE')) return 'EOF';
  if (isSystemError(error)) return dialText(error, at);
  throw error;
}
