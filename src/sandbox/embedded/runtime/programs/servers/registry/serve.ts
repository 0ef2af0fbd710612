import {encode} from '../../../../bytes/bytes.ts';
import {isSystemError} from '../../../../system-error.ts';
import type {RequestHead} from '../../../http/head.ts';
import type {HeaderPair} from '../../../http/headers.ts';
import type {HttpError} from '../../../http/http-error.ts';
import {type ServerAnswer, type ServerRequest, serveConnection} from '../../../http/server.ts';
import type {Connection} from '../../../net/stack.ts';
import {dateParts, httpDate} from '../dates.ts';
import {continueUpload, deleteBlob, getBlob, startUpload} from './blob-handlers.ts';
import {type Registry, RegistryCall} from './call.ts';
import {getCatalog} from './catalog.ts';
import {type LogFields, newUuid} from './log.ts';
import {deleteManifest, getManifest, listTags, putManifest} from './manifest-handlers.ts';
import {RegistryProblem} from './problem.ts';
import {emptyReply, problemReply, type RegistryReply, replyLength, textReply, writeFilePart} from './reply.ts';
import {type RegistryRoute, routeMethods, routeOf} from './route.ts';

/** Answers the requests of one connection. Rejects only when the process ends. */
export async function serveRegistry(registry: Registry, connection: Connection): Promise<void> {
  const {process} = registry.storage;
  await serveConnection(connection.stream, {
    signal: process.signal,
    async answer(request) {
      await process.breathe();
      const began = process.now();
      const reply = await replyTo(registry, request);
      const answer = answerOf(registry, request, reply);
      await logRequest(registry, {request, reply, connection, tookMs: process.now() - began});
      return answer;
    },
    refuse: (error: HttpError) => ({
      status: error.status,
      headers: [['Content-Type', 'text/plain; charset=utf-8']],
      body: encode(`${error.status} Bad Request`),
    }),
  });
}

async function replyTo(registry: Registry, request: ServerRequest): Promise<RegistryReply> {
  const call = new RegistryCall(registry, request);
  try {
    return await dispatch(call);
  } catch (error) {
    if (error instanceof RegistryProblem) return problemReply(error);
    if (!isSystemError(error)) throw error;
    // A full disk, files that may not be written: Go's words for it are in the log alone.
    return problemReply(
      RegistryProblem.of('UNKNOWN', {
        DriverName: 'filesystem',
        Enclosed: {Op: 'open', Path: error.subject, Err: error.code},
      }),
    );
  }
}

async function dispatch(call: RegistryCall): Promise<RegistryReply> {
  const {path, request} = call;
  if (path === '/') return emptyReply(200, [['Cache-Control', 'no-cache']]);
  if (path === '/v2') return movedToSlash();
  const route = routeOf(path);
  if (!route) return textReply(404, '404 page not found');
  const allowed = routeMethods[route.kind];
  if (allowed.length > 0 && !allowed.includes(request.method)) {
    const allow: HeaderPair = ['Allow', allowed.join(', ')];
    return request.method === 'OPTIONS' ? emptyReply(200, [allow]) : textReply(405, 'Method not allowed', [allow]);
  }
  return handle(call, route);
}

function handle(call: RegistryCall, route: RegistryRoute): Promise<RegistryReply> | RegistryReply {
  const {method} = call.request;
  switch (route.kind) {
    case 'base':
      return {status: 200, headers: [['Content-Type', 'application/json; charset=utf-8']], body: encode('{}')};
    case 'catalog':
      return getCatalog(call);
    case 'tags':
      return listTags(call, route.name);
    case 'manifest':
      if (method === 'PUT') return putManifest(call, route.name, route.reference);
      return (method === 'DELETE' ? deleteManifest : getManifest)(call, route.name, route.reference);
    case 'blob':
      return (method === 'DELETE' ? deleteBlob : getBlob)(call, route.name, route.digest);
    case 'uploads':
      return startUpload(call, route.name);
    case 'upload':
      return continueUpload(call, route.name, route.id);
  }
}

function movedToSlash(): RegistryReply {
  return {
    status: 301,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Location', '/v2/'],
    ],
    body: encode('<a href="/v2/">Moved Permanently</a>.\n\n'),
  };
}

/** Headers in the order Go sends them: by name, the date last. */
function answerOf({config, storage}: Registry, request: ServerRequest, reply: RegistryReply): ServerAnswer {
  const isApi = request.target !== '/';
  const isRouted = isApi && request.target !== '/v2';
  const headers: HeaderPair[] = [
    ...(reply.headers ?? []),
    ...(isApi ? ([['Docker-Distribution-Api-Version', 'registry/2.0']] as const) : []),
    ...(isRouted ? config.headers : []),
    ...(reply.status === 204 || reply.status === 304
      ? []
      : ([['Content-Length', String(replyLength(reply))]] as const)),
  ];
  const unique = new Map(headers);
  const sorted = [...unique].sort(([one], [other]) => (one < other ? -1 : 1));
  const {process} = storage;
  const {body} = reply;
  return {
    status: reply.status,
    headers: [...sorted, ['Date', httpDate(process.now())]],
    ...(body instanceof Uint8Array ? {body} : {}),
    ...(body === undefined || body instanceof Uint8Array
      ? {}
      : {body: {bytes: body.length, write: (to) => writeFilePart(process, body, (bytes) => to.write(bytes))}}),
  };
}

interface Answered {
  readonly request: RequestHead;
  readonly reply: RegistryReply;
  readonly connection: Connection;
  readonly tookMs: number;
}

/** Two lines a request: Apache's to standard output, logrus' to standard error. */
async function logRequest(registry: Registry, answered: Answered): Promise<void> {
  const {request, reply, connection} = answered;
  const {process} = registry.storage;
  const written = replyLength(reply);
  const header = (name: string): string => request.headers.get(name) ?? '';
  if (registry.config.hasAccessLog) {
    const {year, monthName, day, time} = dateParts(process.now());
    const line = `"${request.method} ${request.target} HTTP/${request.version}"`;
    await process.print(
      `${connection.remote.address} - - [${day}/${monthName}/${year}:${time} +0000] ${line} ${reply.status} ${written} ` +
        `"${header('referer')}" "${header('user-agent')}"\n`,
    );
  }
  // The real one says nothing of what is outside of its API.
  if (request.target === '/') return;
  const [problem] = reply.problem?.lines ?? [];
  const errors: LogFields = problem
    ? [
        ['err.code', problem.code.toLowerCase().replaceAll('_', ' ')],
        ...(problem.detail === undefined ? [] : [['err.detail', JSON.stringify(problem.detail)] as const]),
        ['err.message', problem.message],
      ]
    : [];
  await registry.log.write(
    problem ? 'error' : 'info',
    problem ? 'response completed with error' : 'response completed',
    [
      ...errors,
      ...requestFields(answered, newUuid(process)),
      ['http.response.status', reply.status],
      ['http.response.written', written],
    ],
  );
}

function requestFields({request, reply, connection, tookMs}: Answered, id: string): LogFields {
  const type = request.headers.get('content-type');
  const agent = request.headers.get('user-agent');
  const answeredType = reply.headers?.find(([name]) => name === 'Content-Type')?.[1];
  return [
    ...(type === undefined ? [] : [['http.request.contenttype', type] as const]),
    ['http.request.host', request.headers.get('host') ?? ''],
    ['http.request.id', id],
    ['http.request.method', request.method],
    ['http.request.remoteaddr', `${connection.remote.address}:${connection.remote.port}`],
    ['http.request.uri', request.target],
    ...(agent === undefined ? [] : [['http.request.useragent', agent] as const]),
    ...(answeredType === undefined ? [] : [['http.response.contenttype', answeredType] as const]),
    ['http.response.duration', tookMs === 0 ? '0s' : `${tookMs}ms`],
  ];
}
