import {encode} from '../../bytes/bytes.ts';
import type {ByteReader, ByteWriter} from '../../bytes/pipe.ts';
import {SystemError} from '../../system-error.ts';
import type {Framing} from './framing.ts';
import {HttpError, malformed} from './http-error.ts';
import {type Incoming, usualHeadBytes} from './incoming.ts';

const longestChunkLine = 4096;

/** A body that is read from a connection. `done` is true once its end has been seen. */
export interface IncomingBody extends ByteReader {
  readonly done: boolean;
}

/** The body of a message whose head has been read. Reading throws HttpError when it is malformed or cut short. */
export function incomingBody(from: Incoming, framing: Framing): IncomingBody {
  switch (framing.kind) {
    case 'none':
      return countedBody(from, 0);
    case 'length':
      return countedBody(from, framing.bytes);
    case 'chunked':
      return chunkedBody(from);
    case 'until-close':
      return openBody(from);
  }
}

function countedBody(from: Incoming, bytes: number): IncomingBody {
  let left = bytes;
  return {
    get done() {
      return left === 0;
    },
    async read(max = Number.POSITIVE_INFINITY) {
      if (left === 0) return null;
      const piece = await from.some(Math.min(max, left));
      if (piece === null) throw new HttpError('cut-short', `the body ended ${left} bytes early`);
      left -= piece.length;
      return piece;
    },
    close: () => from.close(),
  };
}

function openBody(from: Incoming): IncomingBody {
  let done = false;
  return {
    get done() {
      return done;
    },
    async read(max = Number.POSITIVE_INFINITY) {
      const piece = await from.some(max);
      done ||= piece === null;
      return piece;
    },
    close: () => from.close(),
  };
}

/** https://www.rfc-editor.org/rfc/rfc9112#name-chunked-transfer-coding */
function chunkedBody(from: Incoming): IncomingBody {
  let left = 0;
  let isFirst = true;
  let done = false;

  async function nextChunk(): Promise<void> {
    if (!isFirst && (await requireLine(from)) !== '') throw malformed('a chunk that is longer than it says');
    isFirst = false;
    const [, size] = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?$/.exec(await requireLine(from)) ?? [];
    if (size === undefined) throw malformed('no size of a chunk');
    left = Number.parseInt(size, 16);
    if (left > 0) return;
    // Trailers are allowed, and nobody here wants one.
    if ((await from.lines(usualHeadBytes)) === null) throw new HttpError('cut-short', 'the last chunk is not ended');
    done = true;
  }

  return {
    get done() {
      return done;
    },
    async read(max = Number.POSITIVE_INFINITY) {
      if (!done && left === 0) await nextChunk();
      if (done) return null;
      const piece = await from.some(Math.min(max, left));
      if (piece === null) throw new HttpError('cut-short', 'the connection ended in the middle of a chunk');
      left -= piece.length;
      return piece;
    },
    close: () => from.close(),
  };
}

async function requireLine(from: Incoming): Promise<string> {
  const line = await from.line(longestChunkLine);
  if (line === null) throw new HttpError('cut-short', 'the connection ended where a chunk should begin');
  return line;
}

/**
 * Where the body of a message whose head was written goes to. `close` ends the body, not the connection. Writing more or
 * fewer bytes than a length said rejects with EINVAL: the next message would be read from a wrong place.
 */
export interface OutgoingBody {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export function outgoingBody(to: ByteWriter, framing: Framing, signal?: AbortSignal): OutgoingBody {
  let left = framing.kind === 'length' ? framing.bytes : framing.kind === 'none' ? 0 : Number.POSITIVE_INFINITY;
  return {
    async write(bytes) {
      if (bytes.length === 0) return;
      left -= bytes.length;
      if (left < 0) throw new SystemError('EINVAL');
      if (framing.kind === 'chunked') await to.write(encode(`${bytes.length.toString(16)}\r\n`), signal);
      await to.write(bytes, signal);
      if (framing.kind === 'chunked') await to.write(encode('\r\n'), signal);
    },
    async close() {
      if (framing.kind === 'chunked') await to.write(encode('0\r\n\r\n'), signal);
      if (framing.kind === 'length' && left > 0) throw new SystemError('EINVAL');
    },
  };
}
