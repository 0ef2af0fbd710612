import {concatBytes, encodeBase64} from '../../bytes.ts';
import type {Duplex} from '../../context.ts';
import type {KubeApi, Query} from '../client/kube-api.ts';

/** Messages of bytes both ways. https://www.rfc-editor.org/rfc/rfc6455 */
export interface WebSocketSession {
  /** Messages until the other side ends. */
  readonly messages: AsyncIterable<Uint8Array>;
  /** What the server chose of the protocols that were offered. */
  readonly protocol: string;
  send(message: Uint8Array): Promise<void>;
  close(): void;
}

/** What is opened. */
export interface WebSocketRequest {
  readonly path: string;
  readonly query: Query;
  readonly protocols: readonly string[];
}

type Random = (count: number) => Uint8Array;

const opcodes = {continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10} as const;

/** Opens a WebSocket on the API server; a refusal is thrown as a StatusError. */
export async function openWebSocket(api: KubeApi, request: WebSocketRequest): Promise<WebSocketSession> {
  const {random} = api.parts.context;
  const answer = await api.upgrade({
    path: request.path,
    query: request.query,
    accept: '*/*',
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': encodeBase64(random(16)),
      'Sec-WebSocket-Protocol': request.protocols.join(', '),
    },
  });
  const {stream} = answer;
  return {
    messages: messagesOf(stream, random),
    protocol: answer.headers['sec-websocket-protocol'] ?? '',
    send: (message) => stream.write(frame(opcodes.binary, message, random(4))),
    close: () => stream.close(),
  };
}

async function* messagesOf(stream: Duplex, random: Random): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  for await (const {opcode, final, payload} of framesOf(stream)) {
    if (opcode === opcodes.ping) await stream.write(frame(opcodes.pong, payload, random(4)));
    else if (opcode === opcodes.close) {
      await stream.write(frame(opcodes.close, payload.slice(0, 2), random(4)));
      return;
    } else if (opcode <= opcodes.binary) {
      parts.push(payload);
      if (!final) continue;
      const whole = parts.length === 1 ? payload : concatBytes(parts);
      parts = [];
      yield whole;
    }
  }
}

interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Uint8Array;
}

async function* framesOf({input}: Duplex): AsyncGenerator<Frame> {
  let pending: Uint8Array = new Uint8Array(0);
  for await (const piece of input) {
    pending = pending.length === 0 ? piece : concatBytes([pending, piece]);
    for (let read = readFrame(pending); read !== undefined; read = readFrame(pending)) {
      pending = pending.subarray(read.sizeBytes);
      yield read.frame;
    }
  }
}

function readFrame(bytes: Uint8Array): {readonly frame: Frame; readonly sizeBytes: number} | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const short = second & 0x7f;
  const head = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < head) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = short === 126 ? view.getUint16(2) : short === 127 ? Number(view.getBigUint64(2)) : short;
  const masked = (second & 0x80) !== 0;
  const start = head + (masked ? 4 : 0);
  if (bytes.length < start + length) return undefined;
  const raw = bytes.subarray(start, start + length);
  const payload = masked ? maskedBytes(raw, bytes.subarray(head, start)) : raw.slice();
  return {frame: {opcode: first & 0x0f, final: (first & 0x80) !== 0, payload}, sizeBytes: start + length};
}

function maskedBytes(bytes: Uint8Array, mask: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
}

/** One frame of a client's, which must be masked. */
function frame(opcode: number, payload: Uint8Array, mask: Uint8Array): Uint8Array {
  const {length} = payload;
  const head = new Uint8Array(length < 126 ? 2 : length < 65536 ? 4 : 10);
  const view = new DataView(head.buffer);
  view.setUint8(0, 0x80 | opcode);
  view.setUint8(1, 0x80 | (length < 126 ? length : length < 65536 ? 126 : 127));
  if (head.length === 4) view.setUint16(2, length);
  if (head.length === 10) view.setBigUint64(2, BigInt(length));
  return concatBytes([head, mask, maskedBytes(payload, mask)]);
}
