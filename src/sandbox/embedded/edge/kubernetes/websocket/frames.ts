import type {ByteReader} from '../../../bytes/pipe.ts';
import {ExactReader} from '../../exact-reader.ts';

/** https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
export const opcode = {continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10} as const;

export interface Frame {
  readonly final: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** kubectl sends pieces of 32 KiB. */
const mostBytes = 4 * 1024 * 1024;

/** What a client did that the protocol does not allow; `code` is what the connection is closed with. */
export class WebSocketFault extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads a client's frames. */
export class FrameReader {
  readonly #bytes: ExactReader;

  constructor(reader: ByteReader, signal?: AbortSignal) {
    this.#bytes = new ExactReader(reader, signal);
  }

  /** Null when the connection ends. Throws a WebSocketFault. */
  async next(): Promise<Frame | null> {
    const head = await this.#bytes.take(2);
    if (!head) return null;
    const [first = 0, second = 0] = head;
    if ((first & 0x70) !== 0) throw new WebSocketFault(1002, 'a frame uses an extension that was not agreed on');
    if ((second & 0x80) === 0) throw new WebSocketFault(1002, "a client's frame is not masked");
    const length = await this.#length(second & 0x7f);
    const code = first & 0x0f;
    if (length === null) return null;
    if (code >= 8 && (length > 125 || (first & 0x80) === 0))
      throw new WebSocketFault(1002, 'a control frame is too long');
    if (length > mostBytes) throw new WebSocketFault(1009, `a frame is larger than ${mostBytes} bytes`);
    const rest = await this.#bytes.take(4 + length);
    if (!rest) return null;
    return {final: (first & 0x80) !== 0, opcode: code, payload: unmasked(rest)};
  }

  async #length(short: number): Promise<number | null> {
    if (short < 126) return short;
    const more = await this.#bytes.take(short === 126 ? 2 : 8);
    if (!more) return null;
    return short === 126 ? more.readUInt16BE(0) : Number(more.readBigUInt64BE(0));
  }
}

function unmasked(masked: Buffer): Buffer {
  const payload = Buffer.from(masked.subarray(4));
  for (let at = 0; at < payload.length; at += 1) payload[at] = (payload[at] ?? 0) ^ (masked[at & 3] ?? 0);
  return payload;
}

/** One whole message of a server. */
export function frameOf(code: number, payload: Uint8Array): Buffer {
  const {length} = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 0x1_0000 ? 4 : 10);
  head[0] = 0x80 | code;
  if (length < 126) head[1] = length;
  else if (length < 0x1_0000) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}
