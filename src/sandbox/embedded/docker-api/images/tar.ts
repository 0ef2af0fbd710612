import {createTarDecoder, createTarPacker, type TarHeader} from 'modern-tar';
import {ApiRefusal} from '../api/refusal.ts';

/** What is wrong with an archive, in the words of Go's archive/tar, which `docker` users know. */
export class TarFault extends ApiRefusal {
  constructor(message: string) {
    super(500, message);
  }
}

/** What Docker puts before a fault of a layer's tar. */
export function processingFault(error: unknown): unknown {
  if (!(error instanceof TarFault)) return error;
  const {message} = error;
  const isDouble = message === 'duplicates of file paths not supported';
  return new TarFault(`Error processing tar file(${isDouble ? message : 'exit status 1'}): ${isDouble ? '' : message}`);
}

/** One entry of an archive. Its body can be read once, before the next entry is asked for, or not at all. */
export interface TarEntry {
  readonly header: TarHeader;
  readonly body: AsyncIterable<Uint8Array>;
}

/** One entry to be written; the body has as many bytes as the header says. */
export interface TarItem {
  readonly header: TarHeader;
  readonly body?: Chunks;
}

/** Bytes piece by piece, from memory or from somewhere else. */
export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Reads an archive entry by entry. Bodies come as parts of the very bytes that were read, not copied. Throws a TarFault
 * for what is none, or is cut short; what the source throws goes through. An empty source is an empty archive.
 */
export async function* readTar(source: Chunks): AsyncGenerator<TarEntry, void, undefined> {
  const decoder = createTarDecoder({strict: true});
  const entries = decoder.readable.getReader();
  const feeding = feed(source, decoder.writable);
  const reason = async (error: unknown): Promise<unknown> => (await feeding).fault ?? faultOf(error);
  try {
    for (;;) {
      const entry = await entries.read().catch(async (error: unknown) => {
        if ((await feeding).bytes === 0) return {done: true} as const;
        throw await reason(error);
      });
      if (entry.done) return;
      const body = entry.value.body.getReader();
      yield {header: entry.value.header, body: pieces(body, reason)};
      await body.cancel().catch(() => {});
    }
  } finally {
    await entries.cancel().catch(() => {});
    await feeding;
  }
}

/** Writes an archive, its end included; the same items always give the same bytes. */
export async function* writeTar(
  items: Iterable<TarItem> | AsyncIterable<TarItem>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const {readable, controller} = createTarPacker();
  const packed = readable.getReader();
  const packing = (async () => {
    for await (const {header, body = []} of items) {
      const writer = controller.add(header).getWriter();
      for await (const chunk of body) await writer.write(chunk);
      await writer.close();
    }
    controller.finalize();
  })().catch((error: unknown) => controller.error(error));
  try {
    for (;;) {
      const {value, done} = await packed.read();
      if (done) return;
      yield value;
    }
  } finally {
    await packed.cancel().catch(() => {});
    await packing;
  }
}

async function* pieces(
  body: ReadableStreamDefaultReader<Uint8Array>,
  reason: (error: unknown) => Promise<unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const piece = await body.read().catch(async (error: unknown) => {
      throw await reason(error);
    });
    if (piece.done) return;
    yield piece.value;
  }
}

/** Never rejects: the decoder hears of the source's trouble, the reader of both. */
async function feed(
  source: Chunks,
  into: WritableStream<Uint8Array>,
): Promise<{readonly bytes: number; readonly fault?: unknown}> {
  const writer = into.getWriter();
  let bytes = 0;
  let isDecoding = false;
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      isDecoding = true;
      await writer.write(chunk);
      isDecoding = false;
    }
    isDecoding = true;
    await writer.close();
    return {bytes};
  } catch (error) {
    await writer.abort(error).catch(() => {});
    return isDecoding ? {bytes} : {bytes, fault: error};
  }
}

function faultOf(error: unknown): TarFault {
  if (error instanceof TarFault) return error;
  const isCutShort = error instanceof Error && error.message.includes('truncated');
  return new TarFault(isCutShort ? 'unexpected EOF' : 'archive/tar: invalid tar header');
}
