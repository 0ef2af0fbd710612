import {Gunzip} from 'fflate';
import {hex} from '../../bytes/bytes.ts';
import type {ByteReader} from '../../bytes/pipe.ts';
import type {Outside} from '../../outside.ts';
import type {Kernel} from '../../runtime/process/kernel.ts';
import {SparseBytes} from './sparse-bytes.ts';
import {type Chunks, TarFault} from './tar.ts';

/** So many bytes are worked on before others get their turn. */
const bytesATurn = 4 * 1024 * 1024;
/** The largest archive: holes cost no memory, but time. */
const largestArchive = 4 * 1024 ** 3;
/** Of compressed bytes: they may become a thousand times as many. */
const gzipPiece = 8 * 1024;

/** Bytes that were taken in, with what identifies them. */
export interface Spooled {
  readonly bytes: SparseBytes;
  /** `sha256:` of them, unpacked. */
  readonly digest: string;
}

/** Pieces of a stream, until its end or the signal. */
export async function* chunksOf(reader: ByteReader, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const bytes = await reader.read(undefined, signal);
    if (bytes === null) return;
    yield bytes;
  }
}

/**
 * Takes in an archive, unpacking gzip. Throws TarFaults: for other compressions, for broken gzip (one that is cut short
 * may show only where the archive in it is read), and when the simulated disk has no room for it, or it is larger than
 * `largest` bytes. What it took of the disk's budget (`bytes.storedBytes`) is the caller's to give back.
 */
export async function spool(chunks: Chunks, kernel: Kernel, largest = largestArchive): Promise<Spooled> {
  const hash = kernel.outside.sha256();
  const bytes = new SparseBytes();
  let taken = 0;
  try {
    for await (const chunk of paced(unpacked(chunks), kernel)) {
      bytes.append(chunk);
      takeRoom(kernel, bytes.storedBytes - taken);
      taken = bytes.storedBytes;
      if (bytes.length > largest) throw noSpace();
      hash.update(chunk);
    }
  } catch (error) {
    kernel.disk.take(-taken);
    throw error;
  }
  return {bytes, digest: `sha256:${hex(hash.digest())}`};
}

/** The same, with a rest for others after every few megabytes. */
export async function* paced(chunks: Chunks, kernel: Kernel): AsyncGenerator<Uint8Array, void, undefined> {
  let worked = 0;
  for await (const chunk of chunks) {
    yield chunk;
    worked += chunk.length;
    if (worked < bytesATurn) continue;
    worked = 0;
    await kernel.yield();
  }
}

/** `sha256:` and the digits for some bytes. */
export function digestOf(outside: Pick<Outside, 'sha256'>, bytes: Uint8Array): string {
  const hash = outside.sha256();
  hash.update(bytes);
  return `sha256:${hex(hash.digest())}`;
}

/** Digest and length of what is streamed. */
export async function measure(
  chunks: Chunks,
  kernel: Kernel,
): Promise<{readonly digest: string; readonly length: number}> {
  const hash = kernel.outside.sha256();
  let length = 0;
  for await (const chunk of paced(chunks, kernel)) {
    hash.update(chunk);
    length += chunk.length;
  }
  return {digest: `sha256:${hex(hash.digest())}`, length};
}

/** Unpacks gzip, and passes on what is not compressed. */
async function* unpacked(chunks: Chunks): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Uint8Array = new Uint8Array(0);
  let write: ((bytes: Uint8Array, isLast: boolean) => Iterable<Uint8Array>) | undefined;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (!write) {
      // The first bytes tell how the rest is packed; they may come one by one.
      head = head.length === 0 ? chunk : joined(head, chunk);
      if (head.length < longestMagic) continue;
      write = unpackerOf(head);
      bytes = head;
    }
    yield* write(bytes, false);
  }
  write ??= unpackerOf(head);
  yield* write(head.length < longestMagic ? head : new Uint8Array(0), true);
}

const magics: readonly (readonly [string, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];
const longestMagic = 6;

function unpackerOf(head: Uint8Array): (bytes: Uint8Array, isLast: boolean) => Iterable<Uint8Array> {
  const found = magics.find(([, magic]) => magic.every((byte, index) => head[index] === byte))?.[0];
  if (found === undefined) return (bytes) => [bytes];
  if (found !== 'gzip')
    throw new TarFault(`this archive is compressed by ${found}; the embedded engine of k8s-learn unpacks gzip alone`);
  return gunzipper();
}

function gunzipper(): (bytes: Uint8Array, isLast: boolean) => Iterable<Uint8Array> {
  let ready: Uint8Array[] = [];
  const gunzip = new Gunzip((bytes) => {
    if (bytes.length > 0) ready.push(bytes);
  });
  return function* unpack(bytes, isLast) {
    for (let at = 0; at === 0 || at < bytes.length; at += gzipPiece) {
      const piece = bytes.subarray(at, at + gzipPiece);
      const ends = isLast && at + gzipPiece >= bytes.length;
      if (piece.length === 0 && !ends) continue;
      try {
        gunzip.push(piece, ends);
      } catch (error) {
        const isCutShort = error instanceof Error && /unexpected EOF/i.test(error.message);
        throw new TarFault(isCutShort ? 'unexpected EOF' : 'gzip: invalid header');
      }
      yield* ready;
      ready = [];
    }
  };
}

function takeRoom(kernel: Kernel, bytes: number): void {
  try {
    kernel.disk.take(bytes);
  } catch {
    throw noSpace();
  }
}

function noSpace(): TarFault {
  return new TarFault('write /var/lib/docker/tmp: no space left on device');
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
