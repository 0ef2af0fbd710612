import {chmodSync} from 'node:fs';
import http, {type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {Socket} from 'node:net';
import type {ByteReader} from '../bytes/pipe.ts';
import type {ApiResponse} from '../docker-api/api/http.ts';
import type {Engine, EngineRequest} from '../docker-api/engine.ts';
import {isSystemError} from '../system-error.ts';
import {refusedCaller} from './callers.ts';
import {bodyOf, respond} from './respond.ts';
import {lazyReader} from './streams.ts';
import {answerClosing, serveUpgrade, takeOver} from './upgrade.ts';

/** Where an engine listens: a socket only its owner can open, or a loopback port (0: any free one). */
export type ListenAt = {readonly socketPath: string} | {readonly port: number};

export interface ServeOptions {
  readonly handle: Engine['handle'];
  readonly at: ListenAt;
  /** Told of errors that are the fault of this program. */
  readonly onFault: (error: unknown) => void;
}

export interface Served {
  /** As DOCKER_HOST has it: `unix:///…` or `tcp://127.0.0.1:2375`. */
  readonly host: string;
  /** Ends all connections and listens no more. */
  close(): Promise<void>;
}

/** Serves the Engine API over HTTP/1.1. Rejects with Node's error when it cannot listen. */
export async function serve(options: ServeOptions): Promise<Served> {
  // Calls like /wait, /events and /attach last as long as their containers do.
  const server = http.createServer({requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0});
  const checksCaller = 'port' in options.at;
  const upgraded = new Set<Socket>();
  server.on('request', (from, to) => void servePlain({from, to, checksCaller}, options));
  server.on('upgrade', (from, socket, first: Buffer) => {
    if (!(socket instanceof Socket)) return void socket.destroy();
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    void serveRaw({from, socket, first, checksCaller}, options);
  });
  server.on('clientError', refuseGarbage);
  const host = await listen(server, options.at);
  return {
    host,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }),
  };
}

async function servePlain(
  given: {readonly from: IncomingMessage; readonly to: ServerResponse; readonly checksCaller: boolean},
  {handle, onFault}: ServeOptions,
): Promise<void> {
  const {from, to} = given;
  const body = lazyReader(() => bodyOf(from));
  const gone = new AbortController();
  to.once('close', () => gone.abort(new Error('the client is gone')));
  to.on('error', () => gone.abort(new Error('the client is gone')));
  try {
    const response = refusalOf(given) ?? (await handle(requestOf(from, {body, upgrade: false, signal: gone.signal})));
    await respond({to, from, body}, response);
    // A body nobody wanted is thrown away, so that the next call on this connection is found.
    body.close();
  } catch (error) {
    if (!gone.signal.aborted && !isSystemError(error)) onFault(error);
    to.destroy();
  }
}

async function serveRaw(
  given: {
    readonly from: IncomingMessage;
    readonly socket: Socket;
    readonly first: Buffer;
    readonly checksCaller: boolean;
  },
  {handle, onFault}: ServeOptions,
): Promise<void> {
  const {from, socket, first} = given;
  const gone = new AbortController();
  socket.once('close', () => gone.abort(new Error('the client is gone')));
  socket.on('error', () => socket.destroy());
  try {
    const refusal = refusalOf(given);
    const taken = refusal ? {refusal} : takeOver(from, socket, first);
    if ('refusal' in taken) return await answerClosing({from, socket}, taken.refusal);
    const request = requestOf(from, {body: taken.body, upgrade: true, signal: gone.signal});
    await serveUpgrade(taken, await handle(request));
  } catch (error) {
    if (!gone.signal.aborted && !isSystemError(error)) onFault(error);
    socket.destroy();
  }
}

function refusalOf({
  from,
  checksCaller,
}: {
  readonly from: IncomingMessage;
  readonly checksCaller: boolean;
}): ApiResponse | undefined {
  const why = checksCaller ? refusedCaller(from) : undefined;
  return why === undefined ? undefined : {kind: 'json', status: 403, body: {message: why}};
}

function requestOf(
  {method = 'GET', url = '/', headers}: IncomingMessage,
  given: {readonly body: ByteReader; readonly upgrade: boolean; readonly signal: AbortSignal},
): EngineRequest {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(', ')] as const],
  );
  // Some clients write the whole address: `GET http://localhost/info`.
  return {method, url: url.replace(/^https?:\/\/[^/]*/, ''), headers: new Map(pairs), ...given};
}

/** Go's words for what is no HTTP. */
function refuseGarbage(error: NodeJS.ErrnoException, socket: NodeJS.WritableStream & {destroy(): unknown}): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${status}`);
}

/** Clients that may come at once: a socket turns the next one away. */
const backlog = 1024;

async function listen(server: Server, at: ListenAt): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if ('port' in at) server.listen({port: at.port, host: '127.0.0.1', backlog}, resolve);
    else server.listen({path: at.socketPath, backlog}, resolve);
  });
  if ('socketPath' in at) {
    chmodSync(at.socketPath, 0o600);
    return `unix://${at.socketPath}`;
  }
  const address = server.address();
  return `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
