import type {IncomingMessage} from 'node:http';

const ownHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Why a call that came over TCP is refused; undefined when it is not. Every page in a browser can reach a loopback port:
 * one that names another host was led here by DNS, and one with an origin is a page's.
 */
export function refusedCaller({headers}: IncomingMessage): string | undefined {
  const {host, origin} = headers;
  if (!ownHost.test(host ?? '')) return `the Host header ${JSON.stringify(host ?? '')} is not this machine's`;
  if (origin !== undefined) return `pages of ${origin} may not use this engine`;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none') return 'pages in a browser may not use this engine';
  return undefined;
}
