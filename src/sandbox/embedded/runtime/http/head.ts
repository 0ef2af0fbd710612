import {type HeaderPair, HttpHeaders, isToken} from './headers.ts';
import {HttpError, malformed} from './http-error.ts';

export type HttpVersion = '1.0' | '1.1';

export interface RequestHead {
  readonly method: string;
  /** As it is on the line: a path with its query, or a whole URL for a proxy. */
  readonly target: string;
  readonly version: HttpVersion;
  readonly headers: HttpHeaders;
}

export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  readonly version: HttpVersion;
  readonly headers: HttpHeaders;
}

const mostHeaders = 200;
const usualReasons: {readonly [status: number]: string} = {
  100: 'Continue',
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
};

/** The words after a status; '' for one that has none. */
export function reasonOf(status: number): string {
  return usualReasons[status] ?? '';
}

/** Reads the first line and the headers of a request. Throws HttpError. https://www.rfc-editor.org/rfc/rfc9112#name-request-line */
export function parseRequestHead([first = '', ...rest]: readonly string[]): RequestHead {
  const [, method = '', target = '', version] = /^(\S+) (\S+) HTTP\/(\d\.\d)$/.exec(first) ?? [];
  if (!isToken(method)) throw malformed(`no request line: ${quoted(first)}`);
  return {method, target, version: parseVersion(version), headers: parseHeaders(rest)};
}

/** Reads the first line and the headers of a response. Throws HttpError. */
export function parseResponseHead([first = '', ...rest]: readonly string[]): ResponseHead {
  const [, version, status, reason = ''] = /^HTTP\/(\d\.\d) (\d{3})(?: (.*))?$/.exec(first) ?? [];
  if (status === undefined) throw malformed(`no status line: ${quoted(first)}`);
  return {status: Number(status), reason, version: parseVersion(version), headers: parseHeaders(rest)};
}

export function formatRequestHead({method, target, version, headers}: RequestHead): string {
  return formatHead(`${method} ${target} HTTP/${version}`, headers);
}

export function formatResponseHead({status, reason, version, headers}: ResponseHead): string {
  return formatHead(`HTTP/${version} ${status} ${reason}`, headers);
}

/** Reads header lines. Throws HttpError for what is none, continued lines included: nobody may send those any more. */
export function parseHeaders(lines: readonly string[]): HttpHeaders {
  if (lines.length > mostHeaders) throw new HttpError('too-large', `more than ${mostHeaders} headers`);
  return new HttpHeaders(
    lines.map((line): HeaderPair => {
      const colon = line.indexOf(':');
      const name = line.slice(0, Math.max(0, colon));
      const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '');
      if (!isToken(name) || /[\0\r\n]/.test(value)) throw malformed(`no header: ${quoted(line)}`);
      return [name, value];
    }),
  );
}

function formatHead(first: string, headers: HttpHeaders): string {
  for (const [name, value] of headers.pairs)
    if (!isToken(name) || /[\0\r\n]/.test(value)) throw malformed(`no header: ${quoted(`${name}: ${value}`)}`);
  const lines = headers.pairs.map(([name, value]) => `${name}: ${value}\r\n`);
  return `${first}\r\n${lines.join('')}\r\n`;
}

function parseVersion(text: string | undefined): HttpVersion {
  if (text === '1.0' || text === '1.1') return text;
  throw malformed(`HTTP/${text ?? '?'} is not spoken here`);
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
