import type {HeaderPair} from '../../../../http/headers.ts';
import {httpDate} from '../../dates.ts';
import type {Expires} from '../config/expires.ts';
import type {Answer} from './answer.ts';
import type {NginxRequest} from './request.ts';
import {render} from './variables.ts';

/** Statuses that get headers without `always`. */
const safe = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);
const charsetTypes = new Set([
  'text/html',
  'text/xml',
  'text/plain',
  'text/vnd.wap.wml',
  'application/javascript',
  'application/rss+xml',
]);

/** What `expires` and `add_header` put to an answer. https://nginx.org/en/docs/http/ngx_http_headers_module.html */
export function addedHeaders(request: NginxRequest, {status, modifiedMs}: Answer): readonly HeaderPair[] {
  const isSafe = safe.has(status);
  const expiring = isSafe ? expiresHeaders(request.settings.expires, request.worker.process.now(), modifiedMs) : [];
  const added = request.settings.addedHeaders
    .filter(({always}) => always || isSafe)
    .map(({name, value}): HeaderPair => [name, render(value, request)])
    .filter(([, value]) => value !== '');
  return [...expiring, ...added];
}

function expiresHeaders(expires: Expires, nowMs: number, modifiedMs: number | undefined): readonly HeaderPair[] {
  switch (expires.kind) {
    case 'off':
      return [];
    case 'epoch':
      return both('Thu, 01 Jan 1970 00:00:01 GMT', 'no-cache');
    case 'max':
      return both('Thu, 31 Dec 2037 23:55:55 GMT', 'max-age=315360000');
    case 'daily': {
      const day = 86_400;
      const passed = Math.floor(nowMs / 1000) % day;
      const left = expires.seconds > passed ? expires.seconds - passed : expires.seconds - passed + day;
      return both(httpDate(nowMs + left * 1000), `max-age=${left}`);
    }
    case 'after': {
      const {seconds, from} = expires;
      const base = from === 'modified' && modifiedMs !== undefined ? modifiedMs : nowMs;
      const left = Math.floor((base - nowMs) / 1000) + seconds;
      if (seconds === 0) return both(httpDate(base), 'max-age=0');
      return both(httpDate(base + seconds * 1000), seconds < 0 || left < 0 ? 'no-cache' : `max-age=${left}`);
    }
  }
}

function both(expires: string, cacheControl: string): readonly HeaderPair[] {
  return [
    ['Expires', expires],
    ['Cache-Control', cacheControl],
  ];
}

/** The type with the charset, for types that have one. */
export function withCharset(type: string, charset: string): string {
  return charset !== '' && charsetTypes.has(type) ? `${type}; charset=${charset}` : type;
}
