import type {ByteWriter} from '../../../../../bytes/pipe.ts';
import {type OutgoingBody, outgoingBody} from '../../../../http/body.ts';
import {type Framing, isKeptAlive} from '../../../../http/framing.ts';
import {type HeaderPair, HttpHeaders} from '../../../../http/headers.ts';
import {encodeBytes} from '../../../text/codec.ts';
import {httpDate} from '../../dates.ts';
import {withCharset} from './added-headers.ts';
import {type Answer, type BodyPart, bodyLength} from './answer.ts';
import type {NginxRequest} from './request.ts';
import {signatureOf} from './run.ts';
import {closesConnection, reasonFor} from './statuses.ts';

const pieceBytes = 64 * 1024;

/** Sends an answer. True when another request may follow on the connection. */
export async function sendAnswer(
  request: NginxRequest,
  answer: Answer,
  to: {readonly writer: ByteWriter; readonly signal: AbortSignal; readonly mayStay: boolean},
): Promise<boolean> {
  const {version, headers} = request.head;
  const hasBody = answer.status !== 304 && answer.status !== 204 && request.head.method !== 'HEAD';
  const length = answer.isChunked ? undefined : bodyLength(answer.body);
  const isChunked = length === undefined && version === '1.1' && hasBody;
  const isDelimited = length !== undefined || isChunked || !hasBody;
  const {keepaliveMs, keepaliveRequests} = request.settings;
  const stays =
    to.mayStay &&
    version !== '0.9' &&
    isKeptAlive({version, headers}) &&
    isDelimited &&
    keepaliveMs > 0 &&
    request.connectionRequests < keepaliveRequests &&
    !closesConnection(answer.status);
  const head = headOf(request, answer, {length, isChunked, stays});
  request.status = answer.status;
  request.sentHeaders = head;
  if (version !== '0.9') {
    const bytes = encodeBytes(textOf(answer, head));
    await to.writer.write(bytes, to.signal);
    request.bytesSent += bytes.length;
  }
  if (hasBody) {
    const framing: Framing = isChunked
      ? {kind: 'chunked'}
      : length === undefined
        ? {kind: 'until-close'}
        : {kind: 'length', bytes: length};
    await sendBody(request, answer, outgoingBody(counting(request, to.writer), framing, to.signal));
  }
  request.isComplete = true;
  return stays;
}

/** Headers in nginx's order. */
function headOf(
  request: NginxRequest,
  answer: Answer,
  given: {readonly length: number | undefined; readonly isChunked: boolean; readonly stays: boolean},
): HttpHeaders {
  const {settings} = request;
  const pairs: HeaderPair[] = [
    ['Server', signatureOf(request)],
    ['Date', httpDate(request.worker.process.now())],
  ];
  const isBodiless = answer.status === 304 || answer.status === 204;
  if (answer.type !== undefined && !isBodiless) {
    const keepsType = answer.body?.kind === 'stream' || answer.status >= 400;
    pairs.push(['Content-Type', keepsType ? answer.type : withCharset(answer.type, settings.charset)]);
  }
  if (given.length !== undefined && !isBodiless) pairs.push(['Content-Length', String(given.length)]);
  if (answer.modifiedMs !== undefined) pairs.push(['Last-Modified', httpDate(answer.modifiedMs)]);
  const isOwnPath = answer.location?.startsWith('/') === true;
  const isWhole = isOwnPath && settings.absoluteRedirect;
  if (isWhole) pairs.push(['Location', `${originOf(request)}${answer.location}`]);
  if (given.isChunked) pairs.push(['Transfer-Encoding', 'chunked']);
  pairs.push(['Connection', given.stays ? 'keep-alive' : 'close']);
  if (answer.location !== undefined && !isWhole) pairs.push(['Location', answer.location]);
  return new HttpHeaders([...pairs, ...(answer.headers ?? [])]);
}

/** Scheme, host and port that a path of our own is put behind. */
function originOf({settings, head, serverName, client}: NginxRequest): string {
  const host = settings.serverNameInRedirect ? serverName : head.host === '' ? client.localAddress : head.host;
  const port = settings.portInRedirect && client.localPort !== 80 ? `:${client.localPort}` : '';
  return `http://${host}${port}`;
}

function textOf({status, reason}: Answer, headers: HttpHeaders): string {
  const words = reason ?? reasonFor(status);
  // What a variable brought in must not become a header of its own.
  const lines = headers.pairs.map(([name, value]) => `${name}: ${value.replace(/[\r\n\0]/g, '')}\r\n`);
  return `HTTP/1.1 ${String(status).padStart(3, '0')} ${words}\r\n${lines.join('')}\r\n`;
}

/** Counts what is really written. */
function counting(request: NginxRequest, writer: ByteWriter): ByteWriter {
  return {
    async write(bytes, signal) {
      await writer.write(bytes, signal);
      request.bytesSent += bytes.length;
      request.bodyBytesSent += bytes.length;
    },
    close: () => writer.close(),
  };
}

async function sendBody(request: NginxRequest, {body}: Answer, to: OutgoingBody): Promise<void> {
  const {process} = request.worker;
  if (body?.kind === 'parts') for (const part of body.parts) await sendPart(request, part, to);
  if (body?.kind === 'stream') {
    for (let piece = await body.reader.read(); piece !== null; piece = await body.reader.read()) {
      await process.breathe();
      await to.write(piece);
    }
  }
  await to.close();
}

async function sendPart({worker}: NginxRequest, part: BodyPart, to: OutgoingBody): Promise<void> {
  if (part instanceof Uint8Array) return to.write(part);
  for (let sent = 0; sent < part.length; ) {
    await worker.process.breathe();
    const piece = part.file.read(part.start + sent, Math.min(pieceBytes, part.length - sent));
    // The file became shorter while it was sent.
    if (piece.length === 0) return;
    await to.write(piece);
    sent += piece.length;
  }
}
