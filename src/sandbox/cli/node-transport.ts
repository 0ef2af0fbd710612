import {type Agent, type IncomingMessage, type RequestOptions, request as requestPlain} from 'node:http';
import {request as requestTls, type Agent as TlsAgent, type RequestOptions as TlsRequestOptions} from 'node:https';
import {createServer, isIP, type Socket} from 'node:net';
import {systemCode} from '../../errors.ts';
import {ConnectionError, type Duplex, type ServerRequest, type ServerResponse, type Upgrade} from './context.ts';

/** Kept connections of one command. */
export interface Agents {
  readonly plain: Agent;
  readonly tls: TlsAgent;
}

function requestOptions({server, method, path, headers, signal}: ServerRequest): RequestOptions {
  const unix = /^unix:\/\/(.*)$/.exec(server.url)?.[1];
  const shared = {method, path, headers: {...headers}, ...(signal === undefined ? {} : {signal})};
  if (unix !== undefined) return {...shared, socketPath: unix};
  const url = new URL(server.url.replace(/^tcp:/, server.tls === undefined ? 'http:' : 'https:'));
  const {tls} = server;
  const port = url.port || (url.protocol === 'https:' ? 443 : 80);
  return {
    ...shared,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    ...(tls === undefined
      ? {}
      : {
          rejectUnauthorized: tls.verify,
          ...serverNameOf(tls.serverName, url.hostname),
          ...Object.fromEntries(
            Object.entries({ca: tls.ca, cert: tls.cert, key: tls.key}).map(([k, v]) => [k, v && Buffer.from(v)]),
          ),
        }),
  };
}

function serverNameOf(wanted: string | undefined, host: string): Pick<TlsRequestOptions, 'servername'> {
  if (wanted !== undefined) return {servername: wanted};
  return isIP(host) === 0 ? {servername: host} : {};
}

function isSecure({server}: ServerRequest): boolean {
  return server.tls !== undefined || server.url.startsWith('https:');
}

/** One HTTP request, body and answer streamed. */
export function fetchOnce(request: ServerRequest, agents: Agents): Promise<ServerResponse> {
  const secure = isSecure(request);
  const send = secure ? requestTls : requestPlain;
  return new Promise((done, fail) => {
    const outgoing = send({...requestOptions(request), agent: secure ? agents.tls : agents.plain}, (answer) =>
      done(responseOf(answer)),
    );
    outgoing.on('error', (error) => fail(connectionError(error)));
    sendBody(outgoing, request.body).catch((error: unknown) => {
      fail(error);
      outgoing.destroy();
    });
  });
}

type Outgoing = ReturnType<typeof requestPlain>;

async function sendBody(outgoing: Outgoing, body: ServerRequest['body']): Promise<void> {
  if (body === undefined) outgoing.end();
  else if (body instanceof Uint8Array) outgoing.end(body);
  else {
    outgoing.flushHeaders();
    for await (const piece of body) {
      if (outgoing.destroyed || outgoing.closed) return;
      if (!outgoing.write(piece)) await drained(outgoing);
    }
    outgoing.end();
  }
}

function drained(outgoing: Outgoing): Promise<void> {
  return new Promise((done) => {
    const resume = () => {
      outgoing.off('drain', resume);
      outgoing.off('close', resume);
      done();
    };
    outgoing.on('drain', resume);
    outgoing.on('close', resume);
  });
}

function responseOf(answer: IncomingMessage): ServerResponse {
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')] as const);
  return {status: answer.statusCode ?? 0, headers: Object.fromEntries(headers), body: answer};
}

function connectionError(error: Error): Error {
  if (error.name === 'AbortError') return error;
  // Every address of a name is tried; the last to fail stands for all.
  const last = error instanceof AggregateError && error.errors.at(-1) instanceof Error ? error.errors.at(-1) : error;
  return new ConnectionError(systemCode(last), last.message);
}

/** A request that becomes a connection of bytes, as attach and exec need it. */
export function upgradeOnce(request: ServerRequest): Promise<Upgrade> {
  const send = isSecure(request) ? requestTls : requestPlain;
  return new Promise((done, fail) => {
    const outgoing = send({...requestOptions(request), agent: false}, (answer) =>
      done({upgraded: false, response: responseOf(answer)}),
    );
    outgoing.on('upgrade', (answer, socket, head) => {
      done({upgraded: true, headers: responseOf(answer).headers, stream: duplexOf(socket, head)});
    });
    outgoing.on('error', (error) => fail(connectionError(error)));
    sendBody(outgoing, request.body).catch(fail);
  });
}

/** Both ways of a socket; `head` has come in already. */
export function duplexOf(socket: Socket, head: Uint8Array): Duplex {
  // A server that goes away ends the input; nobody else needs to hear of it.
  socket.on('error', () => socket.destroy());
  socket.setNoDelay(true);
  async function* input(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    try {
      yield* socket;
    } catch (error) {
      if (systemCode(error) !== 'ECONNRESET' && systemCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  }
  return {
    input: input(),
    write: (bytes) =>
      new Promise((done) => {
        if (socket.writable) socket.write(bytes, () => done());
        else done();
      }),
    closeWrite: () => void socket.end(),
    close: () => void socket.destroy(),
  };
}

/** A port that the system has just given away and got back. */
export function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({host: address, port: 0}, () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
      server.close(() => resolve(port));
    });
  });
}
