import {type IncomingMessage, ServerResponse} from 'node:http';
import {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {ByteReader} from '../../bytes/pipe.ts';
import type {KubeRequest, KubeResponse} from '../../kubernetes-api/api/request.ts';
import {isSystemError} from '../../system-error.ts';
import {readerOf, writerOf} from '../streams.ts';
import {type Client, requestOf, upgradeOf} from './call.ts';
import type {Handshake} from './handshake.ts';
import {isPlain, type PlainResponse, refusalOf, respond, statusOf} from './respond.ts';
import {spdyHandshake, spdyStreams} from './spdy/serve.ts';
import {webSocketHandshake, webSocketStreams} from './websocket/serve.ts';

interface Given {
  readonly from: IncomingMessage;
  readonly socket: Duplex;
  /** What came in with the head. */
  readonly first: Buffer;
  readonly client: Client;
  readonly onFault: (error: unknown) => void;
}

const noBody: ByteReader = {read: async () => null, close() {}};

/** Answers a call whose client wants the connection for itself: exec, attach and port-forward. */
export async function serveUpgrade({from, socket, first, client, onFault}: Given): Promise<void> {
  const gone = new AbortController();
  socket.once('close', () => gone.abort(new Error('the client is gone')));
  socket.on('error', () => socket.destroy());
  try {
    const answer = await answerOf({from, client, signal: gone.signal, onFault});
    if ('plain' in answer) return await answerClosing(from, socket, answer.plain);
    if (first.length > 0) socket.unshift(first);
    await run(answer, socket, gone.signal);
  } catch (error) {
    if (!gone.signal.aborted && !isSystemError(error)) onFault(error);
  }
  socket.destroy();
}

interface Streams {
  readonly request: KubeRequest;
  readonly response: Exclude<KubeResponse, PlainResponse>;
  readonly handshake: Exclude<Handshake, {readonly refusal: unknown}>;
}

async function answerOf({
  from,
  client,
  signal,
  onFault,
}: Pick<Given, 'from' | 'client' | 'onFault'> & {readonly signal: AbortSignal}): Promise<
  Streams | {readonly plain: PlainResponse}
> {
  try {
    // The server has taken the connection away from Node's parser: a body could not be told from what follows it.
    const request = requestOf(from, client, {body: noBody, signal, upgrade: upgradeOf(from)});
    const response = await client.serving.handle(request);
    if (isPlain(response)) return {plain: response};
    const handshake =
      request.upgrade === 'websocket' ? webSocketHandshake(from, response) : spdyHandshake(from, response);
    return 'refusal' in handshake ? {plain: handshake.refusal} : {request, response, handshake};
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== error && !signal.aborted) onFault(error);
    return {plain: statusOf(refusal)};
  }
}

async function run({request, response, handshake}: Streams, socket: Duplex, signal: AbortSignal): Promise<void> {
  const stream = {reader: readerOf(socket), writer: writerOf(socket)};
  await stream.writer.write(Buffer.from(handshake.head));
  const given = {stream, query: request.query, protocol: handshake.protocol, response, signal};
  await (request.upgrade === 'websocket' ? webSocketStreams(given) : spdyStreams(given));
  await new Promise<void>((resolve) => void socket.end(resolve));
}

/** Answers without giving the connection away, and ends it. */
async function answerClosing(from: IncomingMessage, socket: Duplex, response: PlainResponse): Promise<void> {
  if (socket.destroyed || !(socket instanceof Socket)) return;
  const to = new ServerResponse(from);
  to.on('error', () => socket.destroy());
  to.shouldKeepAlive = false;
  const finished = new Promise<void>((resolve) => void to.once('finish', resolve).once('close', resolve));
  to.assignSocket(socket);
  socket.on('drain', () => to.emit('drain'));
  await respond(to, response, {pretty: false});
  await finished;
  await new Promise<void>((resolve) => void socket.end(resolve));
}
