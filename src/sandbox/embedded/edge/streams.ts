import type {Readable, Writable} from 'node:stream';
import {type ByteReader, type ByteWriter, waitIn, wake} from '../bytes/pipe.ts';
import {SystemError} from '../system-error.ts';

/**
 * Reads a Node stream as far as somebody asks, so that a sender who is faster waits. A stream that is cut off before its
 * end gives null, or rejects with ECONNRESET where `whole` says that half of it is of no use.
 */
export function readerOf(stream: Readable, {whole = false}: {readonly whole?: boolean} = {}): ByteReader {
  const waiting: (() => void)[] = [];
  const ring = (): void => wake(waiting);
  let rest: Uint8Array | undefined;
  let closed = false;
  stream.on('readable', ring).on('end', ring).on('close', ring).on('error', ring);
  return {
    async read(max = Number.POSITIVE_INFINITY, signal) {
      for (;;) {
        signal?.throwIfAborted();
        if (closed) return null;
        rest ??= nextChunk(stream);
        if (rest) {
          const taken = rest.subarray(0, max);
          rest = taken.length < rest.length ? rest.subarray(taken.length) : undefined;
          return taken;
        }
        if (stream.readableEnded) return null;
        if (stream.destroyed) {
          if (whole) throw new SystemError('ECONNRESET');
          return null;
        }
        await waitIn(waiting, signal);
      }
    },
    close() {
      closed = true;
      rest = undefined;
      ring();
      // What still comes is thrown away: only by reading on the end of the connection is noticed.
      stream.off('readable', ring);
      stream.resume();
    },
  };
}

/** Plain bytes: a Buffer's `slice` would share what it is taken from. */
function nextChunk(stream: Readable): Uint8Array | undefined {
  const chunk: unknown = stream.read();
  if (!(chunk instanceof Uint8Array) || chunk.length === 0) return undefined;
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
}

/** The first `length` bytes of a reader as a reader of their own; the rest stays in it. */
export function firstBytes(reader: ByteReader, length: number): ByteReader {
  let left = length;
  return {
    async read(max = Number.POSITIVE_INFINITY, signal) {
      if (left === 0) return null;
      const bytes = await reader.read(Math.min(max, left), signal);
      if (bytes === null) throw new SystemError('ECONNRESET');
      left -= bytes.length;
      return bytes;
    },
    close() {},
  };
}

/** A reader whose stream is made at the first look: a body nobody reads is not touched. */
export function lazyReader(make: () => ByteReader): ByteReader {
  let made: ByteReader | undefined;
  const reader = (): ByteReader => {
    made ??= make();
    return made;
  };
  return {read: (max, signal) => reader().read(max, signal), close: () => made?.close()};
}

/** Writes into a Node stream, and waits while its reader is behind. */
export function writerOf(stream: Writable): ByteWriter {
  const waiting: (() => void)[] = [];
  const ring = (): void => wake(waiting);
  stream.on('drain', ring).on('close', ring).on('error', ring);
  return {
    async write(bytes, signal) {
      signal?.throwIfAborted();
      if (stream.destroyed || stream.writableEnded) throw new SystemError('EPIPE');
      if (bytes.length === 0) return;
      // A copy: whoever writes may use its buffer again.
      stream.write(Buffer.from(bytes));
      while (stream.writableNeedDrain && !stream.destroyed) await waitIn(waiting, signal);
      if (stream.destroyed) throw new SystemError('EPIPE');
    },
    close() {
      if (!stream.writableEnded) stream.end();
    },
  };
}
