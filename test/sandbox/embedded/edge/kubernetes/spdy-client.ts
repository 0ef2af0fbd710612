import {type ByteStream, connectedPair} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {
  control,
  controlFrame,
  dataFrame,
  type Frame,
  FrameReader,
  finFlag,
  uint32,
} from '../../../../../src/sandbox/embedded/edge/kubernetes/spdy/frames.ts';
import {HeaderBlocks} from '../../../../../src/sandbox/embedded/edge/kubernetes/spdy/header-block.ts';

/** The client's end of a SPDY connection, frame by frame, and the stream its server gets. */
export interface SpdyClient {
  readonly server: ByteStream;
  open(id: number, headers: {readonly [name: string]: string}): Promise<void>;
  data(id: number, text: string): Promise<void>;
  finish(id: number): Promise<void>;
  raw(bytes: Uint8Array): Promise<void>;
  end(): void;
  /** The next frame that is no acknowledgement; null when the server has hung up. */
  next(): Promise<Frame | null>;
}

export function spdyClient(): SpdyClient {
  const [ours, server] = connectedPair(4 * 1024 * 1024);
  const blocks = new HeaderBlocks();
  const frames = new FrameReader(ours.reader, new AbortController().signal);
  return {
    server,
    async open(id, headers) {
      const block = await blocks.write(new Map(Object.entries(headers)));
      const head = Buffer.concat([uint32(id), uint32(0), Buffer.from([0, 0])]);
      await ours.writer.write(controlFrame(control.synStream, 0, head, block));
    },
    data: (id, text) => ours.writer.write(dataFrame(id, 0, Buffer.from(text))),
    finish: (id) => ours.writer.write(dataFrame(id, finFlag, new Uint8Array(0))),
    raw: (bytes) => ours.writer.write(bytes),
    end: () => ours.writer.close(),
    async next() {
      for (;;) {
        const frame = await frames.next();
        if (frame?.kind !== 'control' || ![control.synReply, control.windowUpdate].some((type) => type === frame.type))
          return frame;
      }
    },
  };
}
