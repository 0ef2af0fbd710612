import {encode} from '../../bytes/bytes.ts';
import type {ByteReader, ByteStream} from '../../bytes/pipe.ts';
import {isSystemError} from '../../system-error.ts';
import {type IncomingBody, incomingBody, type OutgoingBody, outgoingBody} from './body.ts';
import {type Framing, isKeptAlive, noBody, responseFraming} from './framing.ts';
import {formatRequestHead, parseResponseHead, type ResponseHead} from './head.ts';
import type {HttpHeaders} from './headers.ts';
import {HttpError} from './http-error.ts';
import {Incoming, usualHeadBytes} from './incoming.ts';

/** What a client asks for. `Host` must be among the headers; the framing of the body is added. */
export interface ClientRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HttpHeaders;
  /** Bytes, or a stream of a known length or of none (sent in chunks). */
  readonly body?: Uint8Array | {readonly reader: ByteReader; readonly bytes?: number};
}

export interface ClientResponse extends ResponseHead {
  readonly body: IncomingBody;
}

/** One connection of a client; requests follow one another on it as long as the server keeps it. */
export class HttpClient {
  readonly #stream: ByteStream;
  readonly #incoming: Incoming;
  readonly #signal: AbortSignal | undefined;
  readonly #headBytes: number;
  #body: IncomingBody | undefined;
  #keptAlive = true;

  constructor(stream: ByteStream, options: {readonly signal?: AbortSignal; readonly headBytes?: number} = {}) {
    this.#stream = stream;
    this.#signal = options.signal;
    this.#headBytes = options.headBytes ?? usualHeadBytes;
    this.#incoming = new Incoming(stream.reader, options.signal);
  }

  /** Whether another request may be sent: the last body was read to its end, and the server did not say close. */
  get isReusable(): boolean {
    return this.#keptAlive && (this.#body?.done ?? true);
  }

  /**
   * Sends a request and resolves with the head of the answer, its body still to be read. Throws HttpError for what is no
   * HTTP, ECONNRESET when the server says nothing.
   */
  async request(request: ClientRequest): Promise<ClientResponse> {
    if (!this.isReusable) throw new HttpError('malformed', 'the connection cannot take another request');
    try {
      await this.#send(request);
    } catch (error) {
      // A server may answer, and hang up, before it has read everything: its answer says why.
      if (!isSystemError(error, 'EPIPE')) throw error;
      this.#keptAlive = false;
    }
    const head = await this.#finalHead();
    const framing = responseFraming(head, request.method);
    this.#keptAlive &&= framing.kind !== 'until-close' && isKeptAlive(head);
    this.#body = incomingBody(this.#incoming, framing);
    return {...head, body: this.#body};
  }

  close(): void {
    this.#incoming.close();
    this.#stream.writer.close();
  }

  async #send({method, target, headers, body}: ClientRequest): Promise<void> {
    const framing = framingOf(body);
    const framed = withFraming(headers, framing);
    const head = formatRequestHead({method, target, version: '1.1', headers: framed});
    await this.#stream.writer.write(encode(head), this.#signal);
    if (body === undefined) return;
    const outgoing = outgoingBody(this.#stream.writer, framing, this.#signal);
    if (body instanceof Uint8Array) await outgoing.write(body);
    else await this.#sendAll(body.reader, outgoing);
    await outgoing.close();
  }

  async #sendAll(from: ByteReader, to: OutgoingBody): Promise<void> {
    for (;;) {
      const piece = await from.read(undefined, this.#signal);
      if (piece === null) return;
      await to.write(piece);
    }
  }

  async #finalHead(): Promise<ResponseHead> {
    for (;;) {
      const lines = await this.#incoming.lines(this.#headBytes);
      if (lines === null) throw new HttpError('cut-short', 'the server closed the connection without an answer');
      const head = parseResponseHead(lines);
      if (head.status >= 200 || head.status === 101) return head;
    }
  }
}

function framingOf(body: ClientRequest['body']): Framing {
  if (body === undefined) return noBody;
  if (body instanceof Uint8Array) return {kind: 'length', bytes: body.length};
  return body.bytes === undefined ? {kind: 'chunked'} : {kind: 'length', bytes: body.bytes};
}

/** Headers that say how the body is framed, in the place of whatever was said before. */
export function withFraming(headers: HttpHeaders, framing: Framing): HttpHeaders {
  if (framing.kind === 'length')
    return headers.without('transfer-encoding').with('Content-Length', String(framing.bytes));
  const rest = headers.without('content-length', 'transfer-encoding');
  return framing.kind === 'chunked' ? rest.with('Transfer-Encoding', 'chunked') : rest;
}
