import {concat, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {type ByteReader, type ByteStream, Pipe, readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';

/** A reader that gives bytes in pieces cut at the given places, as a network may. */
export function readerOf(bytes: Uint8Array, cuts: readonly number[] = []): ByteReader {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((one, other) => one - other);
  const pieces = [...places, bytes.length]
    .map((end, index) => bytes.subarray(index === 0 ? 0 : places[index - 1], end))
    .filter((piece) => piece.length > 0);
  let index = 0;
  let rest = new Uint8Array(0);
  return {
    async read(max = Number.POSITIVE_INFINITY) {
      if (rest.length === 0) {
        const next = pieces[index];
        if (next === undefined) return null;
        index += 1;
        rest = next.slice();
      }
      const taken = rest.subarray(0, max);
      rest = rest.subarray(taken.length);
      return taken;
    },
    close() {
      index = pieces.length;
      rest = new Uint8Array(0);
    },
  };
}

/** What somebody who only writes `sent` gets back from a service, as text. */
export async function conversation(
  sent: string | Uint8Array,
  serve: (stream: ByteStream) => Promise<void>,
  cuts: readonly number[] = [],
): Promise<string> {
  const back = new Pipe(1 << 24);
  const bytes = typeof sent === 'string' ? encode(sent) : sent;
  await serve({reader: readerOf(bytes, cuts), writer: back.writer});
  back.writer.close();
  return latin1(await readAll(back.reader));
}

export function latin1(bytes: Uint8Array): string {
  return [...bytes].map((byte) => String.fromCharCode(byte)).join('');
}

export {concat, encode};
