import {type ByteStream, connectedPair} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {ExactReader} from '../../../../../src/sandbox/embedded/edge/exact-reader.ts';

/** A frame of a server, as a client sees it. */
export interface SeenFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** The client's end of a WebSocket, frame by frame, and the stream its server gets. */
export interface FrameClient {
  readonly server: ByteStream;
  send(
    opcode: number,
    payload: string | Uint8Array,
    more?: {readonly final?: boolean; readonly masked?: boolean},
  ): Promise<void>;
  raw(bytes: Uint8Array): Promise<void>;
  end(): void;
  /** Null when the server has hung up. */
  next(): Promise<SeenFrame | null>;
}

export function frameClient(): FrameClient {
  const [ours, server] = connectedPair(1024 * 1024);
  const reader = new ExactReader(ours.reader);
  return {
    server,
    send: (opcode, payload, {final = true, masked = true} = {}) =>
      ours.writer.write(frame({opcode, payload: Buffer.from(payload), final, masked})),
    raw: (bytes) => ours.writer.write(bytes),
    end: () => ours.writer.close(),
    async next() {
      const head = await reader.take(2);
      if (!head) return null;
      const short = (head[1] ?? 0) & 0x7f;
      const more = short < 126 ? undefined : await reader.take(short === 126 ? 2 : 8);
      const length = more ? Number(`0x${more.toString('hex')}`) : short;
      const payload = await reader.take(length);
      return payload && {opcode: (head[0] ?? 0) & 0x0f, payload};
    },
  };
}

function frame({
  opcode,
  payload,
  final,
  masked,
}: {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly final: boolean;
  readonly masked: boolean;
}): Buffer {
  const {length} = payload;
  const mask = Buffer.from([1, 2, 3, 4]);
  const long = Buffer.alloc(8);
  long.writeBigUInt64BE(BigInt(length));
  const size = length < 126 ? [length] : length < 0x1_0000 ? [126, ...long.subarray(6)] : [127, ...long];
  const head = Buffer.from([(final ? 0x80 : 0) | opcode, ...size]);
  head[1] = (head[1] ?? 0) | (masked ? 0x80 : 0);
  if (!masked) return Buffer.concat([head, payload]);
  return Buffer.concat([head, mask, payload.map((byte, index) => byte ^ (mask[index & 3] ?? 0))]);
}
