import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {extract, pack} from 'tar-stream';

/** A tar with the text of some files changed; all other entries pass as they are. Paths come without a leading `./`. */
export function rewriteTar(tar: Readable, change: {readonly [path: string]: (text: string) => string}): Readable {
  const out = pack();
  const entries = extract();
  entries.on('entry', (header, stream, next) => {
    const path = plainPath(header.name);
    const rewrite = Object.hasOwn(change, path) ? change[path] : undefined;
    if (!rewrite || header.type !== 'file') {
      stream.pipe(out.entry(header, next));
      return;
    }
    const chunks: Buffer[] = [];
    stream.on('data', (chunk) => {
      if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    });
    stream.on('end', () => {
      const text = rewrite(Buffer.concat(chunks).toString());
      out.entry({...header, size: Buffer.byteLength(text)}, text, next);
    });
  });
  pipeline(tar, entries).then(
    () => out.finalize(),
    (error: Error) => out.destroy(error),
  );
  // Its own streams are not Node's: this one is.
  return Readable.from(out, {objectMode: false});
}

/** `./a/b` and `/a/b/` are `a/b`. */
export function plainPath(path: string): string {
  return path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
}
