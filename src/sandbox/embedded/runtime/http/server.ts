import {encode} from '../../bytes/bytes.ts';
import type {ByteStream} from '../../bytes/pipe.ts';
import {isSystemError} from '../../system-error.ts';
import {type IncomingBody, incomingBody, type OutgoingBody, outgoingBody} from './body.ts';
import {withFraming} from './client.ts';
import {type Framing, isKeptAlive, mayHaveBody, noBody, requestFraming} from './framing.ts';
import {formatResponseHead, parseRequestHead, type RequestHead, reasonOf} from './head.ts';
import {type HeaderPair, HttpHeaders} from './headers.ts';
import {HttpError} from './http-error.ts';
import {Incoming, usualHeadBytes} from './incoming.ts';

export interface ServerRequest extends RequestHead {
  readonly body: IncomingBody;
}

/** What a request is answered with; the framing headers and `Connection` are added. */
export interface ServerAnswer {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: readonly HeaderPair[];
  /** Bytes, or a stream of a known length or of none. Of a HEAD request it only says the length. */
  readonly body?: Uint8Array | {readonly bytes?: number; readonly write: (to: OutgoingBody) => Promise<void>};
}

export interface ServeOptions {
  readonly answer: (request: ServerRequest) => Promise<ServerAnswer>;
  /** The answer to bytes that are no request; its own words for an error page. */
  readonly refuse?: (error: HttpError) => ServerAnswer;
  /** Ends waiting; the connection is closed by then. */
  readonly signal?: AbortSignal;
  /** The largest head of a request, in bytes. */
  readonly headBytes?: number;
  /** Told after every answer: for access logs. */
  readonly onAnswered?: (request: RequestHead, answer: ServerAnswer) => Promise<void>;
}

/** How much of a body that nobody wanted is read to keep the connection. */
const mostDrained = 1 << 20;

/**
 * Serves requests on one connection, one after the other, until either side ends it; then it is closed. Never rejects for
 * what a client did, only with the signal's reason and for what `answer` threw.
 */
export async function serveConnection(stream: ByteStream, options: ServeOptions): Promise<void> {
  const incoming = new Incoming(stream.reader, options.signal);
  try {
    while (await serveOne(stream, incoming, options));
  } catch (error) {
    if (!isSystemError(error, 'EPIPE', 'ECONNRESET')) throw error;
  } finally {
    incoming.close();
    stream.writer.close();
  }
}

/** True when another request may follow. */
async function serveOne(stream: ByteStream, incoming: Incoming, options: ServeOptions): Promise<boolean> {
  try {
    const head = await nextHead(incoming, options.headBytes ?? usualHeadBytes);
    if (head === undefined) return false;
    const body = incomingBody(incoming, requestFraming(head));
    if (head.headers.list('expect').includes('100-continue') && !body.done)
      await stream.writer.write(encode('HTTP/1.1 100 Continue\r\n\r\n'), options.signal);
    const answer = await options.answer({...head, body});
    const stays = await send(stream, {head, answer, isKept: isKeptAlive(head), signal: options.signal});
    await options.onAnswered?.(head, answer);
    // Only now: an answer may be made of the very body while it is sent.
    return stays && (await drained(body));
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const answer = options.refuse?.(error) ?? {status: error.status, body: encode(`${error.message}\n`)};
    if (error.fault !== 'cut-short')
      await send(stream, {head: undefined, answer, isKept: false, signal: options.signal});
    return false;
  }
}

async function nextHead(incoming: Incoming, headBytes: number): Promise<RequestHead | undefined> {
  let lines = await incoming.lines(headBytes);
  // An empty line before a request is forgiven: https://www.rfc-editor.org/rfc/rfc9112#section-2.2-6
  if (lines?.length === 0) lines = await incoming.lines(headBytes);
  return lines === null ? undefined : parseRequestHead(lines);
}

/** Reads what is left of a body, when that is not much. */
async function drained(body: IncomingBody): Promise<boolean> {
  for (let read = 0; read < mostDrained; ) {
    const piece = await body.read();
    if (piece === null) return true;
    read += piece.length;
  }
  return false;
}

async function send(
  {writer}: ByteStream,
  given: {
    readonly head: RequestHead | undefined;
    readonly answer: ServerAnswer;
    readonly isKept: boolean;
    readonly signal: AbortSignal | undefined;
  },
): Promise<boolean> {
  const {head, answer, signal} = given;
  const {status, body} = answer;
  const framing = framingOf(answer, head?.version ?? '1.1');
  const isKept = given.isKept && framing.kind !== 'until-close';
  const headers = withFraming(new HttpHeaders(answer.headers), framing);
  const connection = headers.has('connection') ? headers : headers.with('Connection', isKept ? 'keep-alive' : 'close');
  const reason = answer.reason ?? reasonOf(status);
  await writer.write(encode(formatResponseHead({status, reason, version: '1.1', headers: connection})), signal);
  if (head?.method !== 'HEAD' && mayHaveBody(status) && body !== undefined) {
    const outgoing = outgoingBody(writer, framing, signal);
    if (body instanceof Uint8Array) await outgoing.write(body);
    else await body.write(outgoing);
    await outgoing.close();
  }
  return isKept && !connection.list('connection').includes('close');
}

function framingOf({status, body}: ServerAnswer, version: RequestHead['version']): Framing {
  if (!mayHaveBody(status)) return noBody;
  if (body === undefined) return {kind: 'length', bytes: 0};
  if (body instanceof Uint8Array) return {kind: 'length', bytes: body.length};
  if (body.bytes !== undefined) return {kind: 'length', bytes: body.bytes};
  return version === '1.1' ? {kind: 'chunked'} : {kind: 'until-close'};
}
