import {type IncomingMessage, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {ByteReader} from '../bytes/pipe.ts';
import type {ApiResponse} from '../docker-api/api/http.ts';
import {commonHeaders} from '../docker-api/system/identity.ts';
import {nodeClock} from './outside.ts';
import {respond} from './respond.ts';
import {firstBytes, readerOf, writerOf} from './streams.ts';

/** Some clients lose a byte of the stream that arrives in one read with the 101 head. */
const headAloneMs = 2;
const mostBodyBytes = 4 * 1024 * 1024;

/** A call over a connection its client wants for itself. */
export interface Upgrade {
  readonly from: IncomingMessage;
  readonly socket: Socket;
  /** Exactly `Content-Length` bytes; what follows is already the stream. */
  readonly body: ByteReader;
  readonly raw: ByteReader;
}

/** Takes a connection from Node's HTTP server; `first` is what came in with the head. */
export function takeOver(
  from: IncomingMessage,
  socket: Socket,
  first: Buffer,
): Upgrade | {readonly refusal: ApiResponse} {
  if (first.length > 0) socket.unshift(first);
  if (from.headers['transfer-encoding'] !== undefined)
    return refused(400, 'a call that upgrades its connection needs a Content-Length; send its body without chunks');
  const length = Number(from.headers['content-length'] ?? 0);
  if (!(length <= mostBodyBytes)) return refused(413, `the request body is larger than ${mostBodyBytes} bytes`);
  const raw = readerOf(socket);
  return {from, socket, body: firstBytes(raw, length), raw};
}

function refused(status: number, message: string): {readonly refusal: ApiResponse} {
  return {refusal: {kind: 'json', status, headers: {...commonHeaders}, body: {message}}};
}

/** Gives the connection to whoever answers, after 101. Resolves when the stream is over. */
export async function serveUpgrade({from, socket, body, raw}: Upgrade, response: ApiResponse): Promise<void> {
  if (response.kind !== 'hijack') return answerClosing({from, socket}, response);
  await discard(body);
  await write(socket, headOf(response.type));
  await new Promise<void>((resolve) => void nodeClock.after(headAloneMs, resolve));
  await response.run({reader: raw, writer: writerOf(socket)});
  if (!socket.writableEnded) socket.end();
  raw.close();
}

/**
 * Answers without giving the connection away, and ends it: what comes behind a call that was refused must never be taken
 * for another one.
 */
export async function answerClosing(
  {from, socket}: Pick<Upgrade, 'from' | 'socket'>,
  response: ApiResponse,
): Promise<void> {
  if (socket.destroyed) return;
  const to = new ServerResponse(from);
  to.on('error', () => socket.destroy());
  to.shouldKeepAlive = false;
  to.assignSocket(socket);
  // Node's server does this for connections that are its own.
  socket.on('drain', () => to.emit('drain'));
  const finished = new Promise<void>((resolve) => void to.once('finish', resolve).once('close', resolve));
  await respond({to, from, body: noBody}, response);
  await finished;
  socket.end();
  socket.resume();
}

const noBody: ByteReader = {read: async () => null, close() {}};

async function discard(reader: ByteReader): Promise<void> {
  while ((await reader.read()) !== null);
}

function write(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function headOf(type: string): string {
  const headers = {'Content-Type': type, Connection: 'Upgrade', Upgrade: 'tcp', ...commonHeaders};
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 101 UPGRADED\r\n${lines.join('')}\r\n`;
}
