import type {ByteReader} from '../../../bytes/pipe.ts';
import {ExactReader} from '../../exact-reader.ts';

/** https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/#TOC-2.6-Control-frames */
export const control = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const;

export const finFlag = 1;

export type Frame =
  | {readonly kind: 'control'; readonly type: number; readonly flags: number; readonly payload: Buffer}
  | {readonly kind: 'data'; readonly stream: number; readonly flags: number; readonly payload: Buffer};

/** moby/spdystream writes what it is given as one frame; kubectl gives it 32 KiB. */
const mostBytes = 4 * 1024 * 1024;

export class FrameReader {
  readonly #bytes: ExactReader;

  constructor(reader: ByteReader, signal: AbortSignal) {
    this.#bytes = new ExactReader(reader, signal);
  }

  /** Null when the connection ends. Throws an Error for what is no frame. */
  async next(): Promise<Frame | null> {
    const head = await this.#bytes.take(8);
    if (!head) return null;
    const length = head.readUIntBE(5, 3);
    if (length > mostBytes) throw new Error(`a frame is larger than ${mostBytes} bytes`);
    const first = head.readUInt32BE(0);
    const flags = head[4] ?? 0;
    const payload = await this.#bytes.take(length);
    if (!payload) return null;
    if ((first & 0x8000_0000) === 0) return {kind: 'data', stream: first, flags, payload};
    const version = (first >>> 16) & 0x7fff;
    if (version !== 3) throw new Error(`SPDY/${version} is not spoken here`);
    return {kind: 'control', type: first & 0xffff, flags, payload};
  }
}

export function controlFrame(type: number, flags: number, ...payload: readonly Buffer[]): Buffer {
  return frame(Buffer.from([0x80, 3, 0, type]), flags, payload);
}

export function dataFrame(stream: number, flags: number, bytes: Uint8Array): Buffer {
  return frame(uint32(stream), flags, [bytes]);
}

function frame(first: Buffer, flags: number, payload: readonly Uint8Array[]): Buffer {
  const size = payload.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([first, Buffer.from([flags, size >> 16, (size >> 8) & 0xff, size & 0xff]), ...payload]);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
