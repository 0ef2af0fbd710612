import type {ByteReader} from '../../bytes/pipe.ts';
import {isSystemError} from '../../system-error.ts';
import type {Daemon} from '../daemon.ts';
import {commonHeaders, identity} from '../system/identity.ts';
import type {ApiResponse} from './http.ts';
import {decodePath, versionOf} from './path.ts';
import {ApiRefusal, badRequest, notFound} from './refusal.ts';
import type {Match, Router} from './route.ts';

interface Given {
  readonly daemon: Daemon;
  readonly router: Router;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: ReadonlyMap<string, string>;
    readonly body: ByteReader;
    readonly upgrade: boolean;
    readonly signal: AbortSignal;
  };
  readonly onFault: (error: unknown) => void;
}

/** Answers one call; never rejects. */
export async function answer(given: Given): Promise<ApiResponse> {
  const {request, onFault} = given;
  try {
    return withHeaders(guarded(await handled(given), given));
  } catch (error) {
    // Whoever is gone reads no answer; the error is that.
    if (request.signal.aborted) return {kind: 'empty', status: 499};
    return withHeaders(refusal(error, onFault));
  }
}

async function handled({daemon, router, request}: Given): Promise<ApiResponse> {
  const {method, url, headers, body, upgrade, signal} = request;
  const [rawPath = '', rawQuery = ''] = url.split(/\?(.*)/s);
  const whole = decodePath(rawPath);
  const clean = cleanPath(whole);
  if (clean !== whole) {
    const query = rawQuery === '' ? '' : `?${rawQuery}`;
    return {kind: 'empty', status: 301, headers: {Location: `${encodeURI(clean)}${query}`}};
  }
  const {version, path} = versionOf(whole);
  const match: Match | undefined = path === undefined ? undefined : router(method, path);
  if (!match || path === undefined) throw notFound('page not found');
  checkVersion(version);
  const [major = 1, minor = 0] = (version ?? identity.apiVersion).split('.').map(Number);
  const query = new URLSearchParams(rawQuery);
  return match.handler({
    daemon,
    params: match.params,
    request: {method, path, query, headers, body, version: [major, minor], upgrade, signal},
  });
}

/** Throws 400 for a client this engine does not understand, as Docker does. */
function checkVersion(version: string | undefined): void {
  if (version === undefined) return;
  const {apiVersion, minApiVersion} = identity;
  if (isBefore(version, minApiVersion))
    throw badRequest(
      `client version ${version} is too old. Minimum supported API version is ${minApiVersion}, ` +
        'please upgrade your client to a newer version',
    );
  if (isBefore(apiVersion, version))
    throw badRequest(`client version ${version} is too new. Maximum supported API version is ${apiVersion}`);
}

function isBefore(one: string, other: string): boolean {
  const [major = 0, minor = 0] = one.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

/** Without `//`, `.` and `..`, as Docker's router wants them. */
function cleanPath(path: string): string {
  if (!/\/\/|\/\.\.?(?:\/|$)/.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}${path.endsWith('/') && parts.length > 0 ? '/' : ''}`;
}

/** What goes wrong once the answer has begun cuts the connection; a fault is told besides. */
function guarded(response: ApiResponse, {request, onFault}: Given): ApiResponse {
  const watched = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (!request.signal.aborted && !isExpected(error)) onFault(error);
      throw error;
    }
  };
  switch (response.kind) {
    case 'stream':
      return {...response, write: (to) => watched(response.write(to))};
    case 'hijack':
      return {...response, run: (stream) => watched(response.run(stream))};
    case 'json':
    case 'empty':
      return response;
  }
}

function isExpected(error: unknown): boolean {
  return error instanceof ApiRefusal || isSystemError(error);
}

function refusal(error: unknown, onFault: (error: unknown) => void): ApiResponse {
  if (error instanceof ApiRefusal && (error.status === 304 || error.status === 204))
    return {kind: 'empty', status: error.status};
  if (error instanceof ApiRefusal) return {kind: 'json', status: error.status, body: {message: error.message}};
  if (isSystemError(error)) {
    const message = error.subject === '' ? error.message : `${error.subject}: ${error.message}`;
    return {kind: 'json', status: 500, body: {message: message.toLowerCase()}};
  }
  onFault(error);
  const message = 'the embedded engine of k8s-learn failed at this call, which is a fault of its own; please report it';
  return {kind: 'json', status: 500, body: {message}};
}

function withHeaders(response: ApiResponse): ApiResponse {
  if (response.kind === 'hijack') return response;
  return {...response, headers: {...commonHeaders, ...response.headers}};
}
