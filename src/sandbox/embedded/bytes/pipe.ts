import {SystemError} from '../system-error.ts';
import {noBytes} from './bytes.ts';

/** One direction of a byte stream, to be read. */
export interface ByteReader {
  /**
   * The next bytes, at least one and at most `max`; null when no more will come. With an aborted `signal` it rejects
   * with the signal's reason and takes nothing.
   */
  read(max?: number, signal?: AbortSignal): Promise<Uint8Array | null>;
  /** Nobody will read any more: who writes is told EPIPE. */
  close(): void;
  /** Bytes that were read and not used are the next ones again; absent where that cannot be. */
  giveBack?(bytes: Uint8Array): void;
}

/** One direction of a byte stream, to be written. */
export interface ByteWriter {
  /** Resolves when all bytes are taken; waits while the reader is behind. Rejects with EPIPE when nobody reads. */
  write(bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** No more will be written. */
  close(): void;
}

export interface ByteStream {
  readonly reader: ByteReader;
  readonly writer: ByteWriter;
}

/** Linux' own: https://man7.org/linux/man-pages/man7/pipe.7.html */
const pipeBytes = 65_536;

/** Bytes that one side writes and the other reads, in order, at most `capacity` of them on the way. */
export class Pipe implements ByteStream {
  readonly #capacity: number;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #writerClosed = false;
  #readerClosed = false;
  #readers: (() => void)[] = [];
  #writers: (() => void)[] = [];

  constructor(capacity = pipeBytes) {
    this.#capacity = capacity;
  }

  /** Bytes that are written and not read. */
  get size(): number {
    return this.#size;
  }

  get ended(): boolean {
    return this.#writerClosed && this.#size === 0;
  }

  readonly reader: ByteReader = {
    read: async (max = Number.POSITIVE_INFINITY, signal) => {
      for (;;) {
        signal?.throwIfAborted();
        if (this.#size > 0) return this.#take(max);
        if (this.#writerClosed || this.#readerClosed) return null;
        await waitIn(this.#readers, signal);
      }
    },
    giveBack: (bytes) => {
      if (this.#readerClosed || bytes.length === 0) return;
      this.#chunks.unshift(bytes);
      this.#size += bytes.length;
      wake(this.#readers);
    },
    close: () => {
      this.#readerClosed = true;
      this.#chunks = [];
      this.#size = 0;
      wake(this.#writers);
      wake(this.#readers);
    },
  };

  readonly writer: ByteWriter = {
    write: async (bytes, signal) => {
      let rest = bytes;
      for (;;) {
        signal?.throwIfAborted();
        if (this.#readerClosed || this.#writerClosed) throw new SystemError('EPIPE');
        const room = this.#capacity - this.#size;
        if (room > 0 && rest.length > 0) {
          const part = rest.subarray(0, room);
          // A copy: whoever writes may use its buffer again.
          this.#chunks.push(part.slice());
          this.#size += part.length;
          rest = rest.subarray(part.length);
          wake(this.#readers);
        }
        if (rest.length === 0) return;
        await waitIn(this.#writers, signal);
      }
    },
    close: () => {
      this.#writerClosed = true;
      wake(this.#readers);
      wake(this.#writers);
    },
  };

  #take(max: number): Uint8Array {
    const first = this.#chunks[0] ?? noBytes;
    const taken = first.subarray(0, max);
    if (taken.length === first.length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(taken.length);
    this.#size -= taken.length;
    wake(this.#writers);
    return taken;
  }
}

/** Resolves when woken, rejects when aborted; leaves no listener behind. */
export function waitIn(waiting: (() => void)[], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const abort = (): void => {
      const at = waiting.indexOf(done);
      if (at >= 0) waiting.splice(at, 1);
      reject(signal?.reason);
    };
    waiting.push(done);
    signal?.addEventListener('abort', abort, {once: true});
  });
}

/** Wakes all who wait; those that wait again meanwhile are woken next time. */
export function wake(waiting: (() => void)[]): void {
  for (const resolve of waiting.splice(0)) resolve();
}

/** Reads all there is. Throws E2BIG beyond `limit` bytes. */
export async function readAll(reader: ByteReader, limit = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const bytes = await reader.read();
    if (bytes === null) break;
    size += bytes.length;
    if (size > limit) throw new SystemError('E2BIG');
    parts.push(bytes);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Carries everything from one to the other and ends it. Rejects when the writer is gone. */
export async function carry(reader: ByteReader, writer: ByteWriter): Promise<void> {
  for (;;) {
    const bytes = await reader.read();
    if (bytes === null) return writer.close();
    await writer.write(bytes);
  }
}

/** Two ends of one connection: what one writes the other reads. */
export function connectedPair(capacity?: number): readonly [ByteStream, ByteStream] {
  const there = new Pipe(capacity);
  const back = new Pipe(capacity);
  return [
    {reader: back.reader, writer: there.writer},
    {reader: there.reader, writer: back.writer},
  ];
}
