import {randomUUID} from 'node:crypto';
import {createReadStream, createWriteStream} from 'node:fs';
import {open, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';
import {extract, pack} from 'tar-stream';

/** A build context kept on disk while its Dockerfile is read. */
export interface BuildContext {
  /** The Dockerfile's text; undefined when it is not in the context or the context is packed in a way we do not read. */
  readonly dockerfile: string | undefined;
  /** The context as it came, or with another Dockerfile. */
  read(dockerfile?: string): Readable;
  remove(): Promise<void>;
}

/** Takes the whole context from the client. `dockerfile` is the path in it, as the client wrote it. */
export async function keepContext(from: Readable, folder: string, dockerfile: string): Promise<BuildContext> {
  const file = join(folder, `context-${randomUUID()}.tar`);
  await pipeline(from, createWriteStream(file, {mode: 0o600}));
  const gzipped = await isGzip(file);
  const tar = (): Readable => (gzipped ? createReadStream(file).pipe(createGunzip()) : createReadStream(file));
  const wanted = clean(dockerfile || 'Dockerfile');
  return {
    dockerfile: await readEntry(tar(), wanted).catch(() => undefined),
    read: (text) => (text === undefined ? createReadStream(file) : repacked(tar(), wanted, text)),
    remove: () => rm(file, {force: true}),
  };
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const {buffer} = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function clean(path: string): string {
  return path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
}

async function readEntry(tar: Readable, wanted: string): Promise<string | undefined> {
  const entries = extract();
  let found: string | undefined;
  entries.on('entry', (header, stream, next) => {
    const chunks: Buffer[] = [];
    const isWanted = clean(header.name) === wanted;
    stream.on('data', (chunk) => {
      if (isWanted && chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    });
    stream.on('end', () => {
      if (isWanted) found = Buffer.concat(chunks).toString();
      next();
    });
  });
  await pipeline(tar, entries);
  return found;
}

function repacked(tar: Readable, wanted: string, text: string): Readable {
  const out = pack();
  const entries = extract();
  entries.on('entry', (header, stream, next) => {
    if (clean(header.name) === wanted) {
      stream.resume();
      stream.on('end', () => out.entry({...header, size: Buffer.byteLength(text)}, text, next));
    } else {
      stream.pipe(out.entry(header, next));
    }
  });
  pipeline(tar, entries).then(
    () => out.finalize(),
    (error: Error) => out.destroy(error),
  );
  // Its own streams are not Node's: this one is.
  return Readable.from(out);
}
