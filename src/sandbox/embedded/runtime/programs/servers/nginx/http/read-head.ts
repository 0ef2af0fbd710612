import {parseHeaders} from '../../../../http/head.ts';
import {HttpHeaders} from '../../../../http/headers.ts';
import {HttpError} from '../../../../http/http-error.ts';
import type {Incoming} from '../../../../http/incoming.ts';
import type {ReceivedHead} from './request.ts';
import {headerTooLarge} from './statuses.ts';

/** One line of a request's head; `large_client_header_buffers`. */
const longestLine = 8192;
const mostHeaders = 200;

/** A head that is no good: the status it is answered with, and what was understood of it. */
export class BadHead extends Error {
  readonly status: number;
  readonly line: string;

  constructor(status: number, line: string) {
    super(`a request nginx answers with ${status}`);
    this.status = status;
    this.line = line;
  }
}

/** The next request's line and headers; undefined when none comes. `onBegin` hears that something came. Throws BadHead. */
export async function readHead(incoming: Incoming, onBegin: () => void): Promise<ReceivedHead | undefined> {
  let line = await firstLine(incoming);
  if (line === '') line = await firstLine(incoming);
  if (line === null) return undefined;
  onBegin();
  const start = parseRequestLine(line);
  if (start.version === '0.9') return {...start, line, headers: new HttpHeaders(), host: '', bytes: line.length + 2};
  const lines = await headerLines(incoming, line);
  return withHeaders({start, line, lines});
}

async function firstLine(incoming: Incoming): Promise<string | null> {
  try {
    return await incoming.line(longestLine);
  } catch (error) {
    if (error instanceof HttpError && error.fault === 'too-large') throw new BadHead(414, '');
    if (error instanceof HttpError && error.fault === 'malformed') throw new BadHead(400, '');
    if (error instanceof HttpError) return null;
    throw error;
  }
}

async function headerLines(incoming: Incoming, first: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (;;) {
    let line: string | null;
    try {
      line = await incoming.line(longestLine);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      throw new BadHead(error.fault === 'too-large' ? headerTooLarge : 400, first);
    }
    if (line === null) throw new BadHead(400, first);
    if (line === '') return lines;
    lines.push(line);
    if (lines.length > mostHeaders) throw new BadHead(headerTooLarge, first);
  }
}

interface RequestLine extends Pick<ReceivedHead, 'method' | 'target' | 'version'> {
  /** Of a whole URL. */
  readonly authority: string | undefined;
}

function parseRequestLine(line: string): RequestLine {
  const [, method, url = '', major, minor] = /^([A-Z_-]+) +(\S+)(?: +HTTP\/(\d{1,2})\.(\d{1,2}))? *$/.exec(line) ?? [];
  if (method === undefined) throw new BadHead(400, line);
  const [, authority, rest] = /^[a-zA-Z]+:\/\/([^/?#]+)(.*)$/.exec(url) ?? [];
  const target = authority === undefined ? url : rest === '' ? '/' : (rest ?? '/');
  if (!/^[/?]/.test(target)) throw new BadHead(400, line);
  if (major !== undefined && Number(major) > 1) throw new BadHead(505, line);
  if (major === undefined && method !== 'GET') throw new BadHead(400, line);
  const version = major === undefined ? '0.9' : major === '1' && minor === '0' ? '1.0' : '1.1';
  return {method, target, version, authority};
}

function withHeaders(given: {
  readonly start: RequestLine;
  readonly line: string;
  readonly lines: readonly string[];
}): ReceivedHead {
  const {start, line, lines} = given;
  let headers: HttpHeaders;
  try {
    headers = parseHeaders(lines);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw new BadHead(400, line);
  }
  const hosts = headers.all('host');
  const host = start.authority ?? hosts[0] ?? '';
  const isGood =
    hosts.length <= 1 && (start.version === '1.0' || hosts.length === 1) && /^[^\s/\\\0-\x1f\x7f]*$/.test(host);
  if (!isGood) throw new BadHead(400, line);
  const bytes = lines.reduce((sum, each) => sum + each.length + 2, line.length + 4);
  const {method, target, version} = start;
  return {line, method, target, version, headers, host: bareHost(host), bytes};
}

/** In lower case, without port and without a dot at its end. */
function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^(\[[^\]]*\]|[^:]*):\d*$/, '$1')
    .replace(/\.$/, '');
}
