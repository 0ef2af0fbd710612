import {concatBytes, decodeText} from '../../bytes.ts';
import type {ByteSink, ByteStream} from '../../context.ts';

/** Where the frames of a stream go. */
export interface FrameSinks {
  readonly stdout: ByteSink;
  readonly stderr: ByteSink;
}

const headerBytes = 8;

/**
 * Takes apart the stream of a container without a terminal: frames of eight bytes (1 stdout, 2 stderr, 3 an error of
 * the Engine's; the length in the last four) and their content.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Container/operation/ContainerAttach
 */
export async function copyFrames(stream: ByteStream, {stdout, stderr}: FrameSinks): Promise<void> {
  let rest: Uint8Array = new Uint8Array();
  for await (const piece of stream) {
    rest = rest.length === 0 ? piece : concatBytes([rest, piece]);
    for (;;) {
      const frame = firstFrame(rest);
      if (frame === undefined) break;
      rest = rest.subarray(headerBytes + frame.content.length);
      if (frame.kind === 3) throw new Error(`error from daemon in stream: ${decodeText(frame.content)}`);
      if (frame.kind > 3) throw new Error(`Unrecognized input header: ${frame.kind}`);
      await (frame.kind === 2 ? stderr : stdout).write(frame.content);
    }
  }
}

function firstFrame(bytes: Uint8Array): {readonly kind: number; readonly content: Uint8Array} | undefined {
  if (bytes.length < headerBytes) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4);
  if (bytes.length < headerBytes + length) return undefined;
  return {kind: bytes[0] ?? 0, content: bytes.subarray(headerBytes, headerBytes + length)};
}
