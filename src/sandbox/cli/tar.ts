import {createTarDecoder, createTarPacker, type TarHeader} from 'modern-tar';
import type {ByteStream} from './context.ts';

/** One entry of an archive; the body has exactly the size that the header says. */
export interface TarItem {
  readonly header: TarHeader;
  readonly body?: ByteStream;
}

/** Packs entries as they come. */
export async function* packTarStream(items: AsyncIterable<TarItem>): AsyncGenerator<Uint8Array> {
  const {readable, controller} = createTarPacker();
  const packing = pack(items, controller).catch((error: unknown) => controller.error(error));
  const reader = readable.getReader();
  for (let {done, value} = await reader.read(); !done; {done, value} = await reader.read()) {
    if (value !== undefined) yield value;
  }
  await packing;
}

async function pack(
  items: AsyncIterable<TarItem>,
  controller: ReturnType<typeof createTarPacker>['controller'],
): Promise<void> {
  for await (const {header, body} of items) {
    const writer = controller.add(header).getWriter();
    if (body !== undefined) for await (const piece of body) await writer.write(piece);
    await writer.close();
  }
  controller.finalize();
}

/** An entry that was read. Its body must be read to its end before the next entry comes. */
export interface ReadTarItem {
  readonly header: TarHeader;
  readonly body: ByteStream;
}

/** Unpacks an archive as it comes. */
export async function* readTarStream(archive: ByteStream): AsyncGenerator<ReadTarItem> {
  const {readable, writable} = createTarDecoder();
  const feeding = feed(archive, writable);
  feeding.catch(() => undefined);
  const reader = readable.getReader();
  for (let {done, value} = await reader.read(); !done; {done, value} = await reader.read()) {
    if (value === undefined) break;
    yield {header: value.header, body: bytesOf(value.body)};
  }
  await feeding;
}

async function feed(archive: ByteStream, writable: WritableStream<Uint8Array>): Promise<void> {
  const writer = writable.getWriter();
  try {
    for await (const piece of archive) await writer.write(piece);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}

async function* bytesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (let {done, value} = await reader.read(); !done; {done, value} = await reader.read()) {
    if (value !== undefined) yield value;
  }
}
