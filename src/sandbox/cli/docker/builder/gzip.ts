import {Gzip} from 'fflate';
import type {ByteStream} from '../../context.ts';

/** A stream, compressed as it comes. */
export async function* gzip(stream: ByteStream): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const packer = new Gzip((piece) => ready.push(piece));
  for await (const piece of stream) {
    packer.push(piece);
    yield* ready.splice(0);
  }
  packer.push(new Uint8Array(), true);
  yield* ready.splice(0);
}
