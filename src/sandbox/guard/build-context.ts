import {randomUUID} from 'node:crypto';
import {createReadStream, createWriteStream} from 'node:fs';
import {open, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';
import {extract} from 'tar-stream';
import {plainPath, rewriteTar} from './tar-rewrite.ts';

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
  const wanted = plainPath(dockerfile || 'Dockerfile');
  return {
    dockerfile: await readEntry(tar(), wanted).catch(() => undefined),
    read: (text) => (text === undefined ? createReadStream(file) : rewriteTar(tar(), {[wanted]: () => text})),
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

async function readEntry(tar: Readable, wanted: string): Promise<string | undefined> {
  const entries = extract();
  let found: string | undefined;
  entries.on('entry', (header, stream, next) => {
    const chunks: Buffer[] = [];
    const isWanted = plainPath(header.name) === wanted;
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
