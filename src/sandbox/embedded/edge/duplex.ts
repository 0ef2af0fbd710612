import {Duplex} from 'node:stream';
import type {ByteReader, ByteStream} from '../bytes/pipe.ts';

/** A stream of the engine as one of Node's, for TLS to run over. It reads only as far as somebody asks. */
export function duplexOf({reader, writer}: ByteStream): Duplex {
  const gone = new AbortController();
  let reading = false;
  return new Duplex({
    allowHalfOpen: true,
    read() {
      if (reading) return;
      reading = true;
      reader.read(undefined, gone.signal).then(
        (bytes) => {
          reading = false;
          this.push(bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
        },
        (error) => void (gone.signal.aborted || this.destroy(error)),
      );
    },
    write(chunk: Buffer, _, callback) {
      writer.write(chunk, gone.signal).then(() => callback(), callback);
    },
    final(callback) {
      writer.close();
      callback();
    },
    destroy(error, callback) {
      gone.abort(new Error('the connection is closed'));
      reader.close();
      writer.close();
      callback(error);
    },
  });
}

/** A reader that gives bytes which were read before once more. */
export function readerWith(first: Uint8Array, reader: ByteReader): ByteReader {
  let rest: Uint8Array | undefined = first.length > 0 ? first : undefined;
  return {
    async read(max = Number.POSITIVE_INFINITY, signal) {
      if (!rest) return reader.read(max, signal);
      signal?.throwIfAborted();
      const taken = rest.subarray(0, max);
      rest = taken.length < rest.length ? rest.subarray(taken.length) : undefined;
      return taken;
    },
    close() {
      rest = undefined;
      reader.close();
    },
  };
}
