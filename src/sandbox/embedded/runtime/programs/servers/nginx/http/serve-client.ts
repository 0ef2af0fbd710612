import {isSystemError} from '../../../../../system-error.ts';
import {type IncomingBody, incomingBody} from '../../../../http/body.ts';
import {noBody, requestFraming} from '../../../../http/framing.ts';
import {HttpHeaders} from '../../../../http/headers.ts';
import {HttpError} from '../../../../http/http-error.ts';
import {Incoming} from '../../../../http/incoming.ts';
import type {Connection} from '../../../../net/stack.ts';
import {encodeBytes} from '../../../text/codec.ts';
import type {Server} from '../config/compile.ts';
import {findServer, type HttpListener} from '../config/listeners.ts';
import {logAccess} from './access-log.ts';
import type {Outcome} from './answer.ts';
import type {ClientLife} from './client-life.ts';
import {BadHead, readHead} from './read-head.ts';
import {type Client, type HttpWorker, NginxRequest, type ReceivedHead} from './request.ts';
import {answerRequest} from './run.ts';
import {sendAnswer} from './send.ts';
import {parseUri} from './uri.ts';

/** How much of a body that nobody wanted is read to keep the connection. */
const mostDrained = 1 << 20;

/** What `serveClient` needs to know of a connection that has come in. */
export interface Arrival {
  readonly worker: HttpWorker;
  readonly listener: HttpListener<Server>;
  readonly connection: Connection;
  readonly life: ClientLife;
}

/** Answers the requests of one connection until either side ends it. Rejects only when the process ends. */
export async function serveClient(arrival: Arrival): Promise<void> {
  const {worker, connection, life} = arrival;
  const {stream} = connection;
  const incoming = new Incoming(stream.reader, life.signal);
  worker.statistics.accepted += 1;
  const client: Client = {
    number: worker.statistics.accepted,
    address: connection.remote.address,
    port: connection.remote.port,
    localAddress: connection.local.address,
    localPort: connection.local.port,
  };
  try {
    for (let count = 1; await serveOne(arrival, client, {incoming, count}); count += 1);
  } catch (error) {
    const isOver = isSystemError(error) || error instanceof HttpError || life.isOver;
    if (!isOver || worker.process.signal.aborted) throw error;
  } finally {
    life.end();
    incoming.close();
    stream.writer.close();
  }
}

/** True when another request may follow. */
async function serveOne(
  arrival: Arrival,
  client: Client,
  given: {readonly incoming: Incoming; readonly count: number},
): Promise<boolean> {
  const {worker, life} = arrival;
  const {incoming, count} = given;
  let head: ReceivedHead | undefined;
  let fault: number | undefined;
  try {
    head = await readHead(incoming, () => life.work());
  } catch (error) {
    if (!(error instanceof BadHead)) throw error;
    life.work();
    fault = error.status;
    head = emptyHead(error.line);
  }
  if (!head) return false;
  await worker.process.breathe();
  worker.statistics.requests += 1;
  worker.statistics.writing += 1;
  try {
    const request = requestOf(arrival, {client, head, incoming, count});
    const first = fault === undefined ? prepare(request) : ({kind: 'status', status: fault} as const);
    return await finish(arrival, request, first);
  } finally {
    worker.statistics.writing -= 1;
  }
}

function requestOf(
  {worker, listener}: Arrival,
  given: {
    readonly client: Client;
    readonly head: ReceivedHead;
    readonly incoming: Incoming;
    readonly count: number;
  },
): NginxRequest {
  const {client, head, incoming, count} = given;
  const {server, name} = findServer(listener, head.host);
  const request = new NginxRequest({
    worker,
    client,
    head,
    body: bodyOf(head, incoming),
    server,
    connectionRequests: count,
  });
  if (name?.kind === 'regex') {
    const match = name.pattern.exec(head.host);
    request.captures = match?.groups ?? [];
    for (const [group, index] of name.pattern.names)
      request.variables.set(group.toLowerCase(), match?.groups[index] ?? '');
  }
  return request;
}

/** A body whose framing is a fault is read as none: the request is refused anyway. */
function bodyOf(head: ReceivedHead, incoming: Incoming): IncomingBody {
  return isFramingGood(head)
    ? incomingBody(incoming, requestFraming({...head, version: '1.1'}))
    : incomingBody(incoming, noBody);
}

function isFramingGood(head: ReceivedHead): boolean {
  try {
    requestFraming({...head, version: '1.1'});
    return true;
  } catch (error) {
    if (error instanceof HttpError) return false;
    throw error;
  }
}

/** Gives the request its path; what is wrong with it comes back. */
function prepare(request: NginxRequest): Outcome | undefined {
  const {head, server} = request;
  if (!isFramingGood(head)) return {kind: 'status', status: 400};
  const uri = parseUri(head.target.startsWith('?') ? `/${head.target}` : head.target, server.mergesSlashes);
  if (!uri) return {kind: 'status', status: 400};
  request.path = uri.path;
  request.args = uri.args;
  if (head.method === 'TRACE' || head.method === 'CONNECT') return {kind: 'status', status: 405};
  return undefined;
}

async function finish(arrival: Arrival, request: NginxRequest, first: Outcome | undefined): Promise<boolean> {
  const {connection, life} = arrival;
  const {writer} = connection.stream;
  await greetBody(request, arrival);
  const answer = await answerRequest(request, first);
  if (answer === 'close') {
    request.status = 444;
    await logAccess(request);
    return false;
  }
  const mayStay = !life.isClosing;
  let stays = false;
  try {
    stays = await sendAnswer(request, answer, {writer, signal: life.signal, mayStay});
  } finally {
    if (answer.body?.kind === 'stream') answer.body.reader.close();
  }
  await logAccess(request);
  life.rest(request.settings.keepaliveMs);
  return stays && (await isDrained(request.body));
}

/** Clients that ask before they send a large body. */
async function greetBody({head, body}: NginxRequest, {connection, life}: Arrival): Promise<void> {
  if (!head.headers.list('expect').includes('100-continue') || body.done) return;
  await connection.stream.writer.write(encodeBytes('HTTP/1.1 100 Continue\r\n\r\n'), life.signal);
}

async function isDrained(body: IncomingBody): Promise<boolean> {
  for (let read = 0; read < mostDrained; ) {
    const piece = await body.read();
    if (piece === null) return true;
    read += piece.length;
  }
  return false;
}

function emptyHead(line: string): ReceivedHead {
  const [method = ''] = line.split(' ');
  return {line, method, target: '', version: '1.0', headers: new HttpHeaders(), host: '', bytes: line.length};
}
