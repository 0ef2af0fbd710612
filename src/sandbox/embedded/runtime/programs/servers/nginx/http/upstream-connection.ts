import {encode} from '../../../../../bytes/bytes.ts';
import type {ByteReader, ByteStream} from '../../../../../bytes/pipe.ts';
import {isSystemError} from '../../../../../system-error.ts';
import {incomingBody} from '../../../../http/body.ts';
import {responseFraming} from '../../../../http/framing.ts';
import {parseResponseHead, type ResponseHead} from '../../../../http/head.ts';
import {HttpError} from '../../../../http/http-error.ts';
import {Incoming, usualHeadBytes} from '../../../../http/incoming.ts';
import {Deadline} from '../../deadline.ts';
import type {Peer} from '../config/upstreams.ts';
import type {ProxyRequest} from './proxy-request.ts';
import type {NginxRequest} from './request.ts';

/** The answer of an upstream; its body is still to be read. */
export interface UpstreamResponse extends ResponseHead {
  readonly body: ByteReader;
  /** Undefined when it is not known before the end. */
  readonly length: number | undefined;
  close(): void;
}

/** An upstream said nothing for too long; the message is what it was waited for. */
export class UpstreamTimeout extends Error {}

/** Connects to a peer, sends it a request and reads the head of its answer. Throws SystemError, HttpError, UpstreamTimeout. */
export async function askUpstream(request: NginxRequest, peer: Peer, sent: ProxyRequest): Promise<UpstreamResponse> {
  const {process} = request.worker;
  const {connectMs, readMs} = request.settings.proxy;
  const connecting = new Deadline(process, connectMs, new UpstreamTimeout('connecting to upstream'));
  const {network, fabric} = process.space;
  const {stream} = await connecting.during((signal) =>
    fabric.connect(network, {address: peer.address, port: peer.port}, signal),
  );
  const reading = new Deadline(process, readMs, new UpstreamTimeout('reading response header from upstream'));
  try {
    return await reading.during((signal) => exchange(stream, sent, signal));
  } catch (error) {
    closeStream(stream);
    throw error;
  }
}

async function exchange(stream: ByteStream, sent: ProxyRequest, signal: AbortSignal): Promise<UpstreamResponse> {
  try {
    await stream.writer.write(encode(sent.head), signal);
    if (sent.body.length > 0) await stream.writer.write(sent.body, signal);
  } catch (error) {
    // It may have answered before it hung up.
    if (!isSystemError(error, 'EPIPE')) throw error;
  }
  const incoming = new Incoming(stream.reader, signal);
  for (;;) {
    const lines = await incoming.lines(usualHeadBytes);
    if (lines === null) throw new HttpError('cut-short', 'the upstream closed the connection');
    const head = parseResponseHead(lines);
    if (head.status < 200) continue;
    const framing = responseFraming(head, sent.method);
    const body = incomingBody(incoming, framing);
    const length = framing.kind === 'length' ? framing.bytes : framing.kind === 'none' ? 0 : undefined;
    return {...head, body, length, close: () => closeStream(stream)};
  }
}

function closeStream({reader, writer}: ByteStream): void {
  reader.close();
  writer.close();
}
