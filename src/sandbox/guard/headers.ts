import type {IncomingMessage, OutgoingHttpHeaders} from 'node:http';

export const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect']);

/** Request headers to send on; repeated ones stay repeated. The body's own headers are left to the caller. */
export function forwardedHeaders(from: IncomingMessage): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, values] of Object.entries(from.headersDistinct)) {
    if (hopByHop.has(name) || name === 'content-length' || name === 'transfer-encoding' || !values) continue;
    headers[name] = values.length > 1 ? values : values[0];
  }
  return headers;
}

/** The headers that say how long the client's own body is. */
export function bodyHeaders(from: IncomingMessage): OutgoingHttpHeaders {
  const length = from.headers['content-length'];
  if (length !== undefined) return {'content-length': length};
  return from.headers['transfer-encoding'] === undefined ? {} : {'transfer-encoding': 'chunked'};
}

/** Answer headers to send on, in the daemon's order and spelling, without those named. */
export function answerHeaders(rawHeaders: readonly string[], without: readonly string[] = []): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (hopByHop.has(name.toLowerCase()) || without.includes(name.toLowerCase())) continue;
    kept.push(name, rawHeaders[at + 1] ?? '');
  }
  return kept;
}

/** Nothing in the headers says where the body ends: it ends with the connection. */
export function endsWithConnection(rawHeaders: readonly string[]): boolean {
  return !rawHeaders.some((name, at) => at % 2 === 0 && /^(content-length|transfer-encoding)$/i.test(name));
}
