import type {DiskBudget} from '../../runtime/fs/budget.ts';
import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {LayerDraft} from './layer-draft.ts';
import {SparseBytes} from './sparse-bytes.ts';
import {type Chunks, readTar, type TarEntry, TarFault} from './tar.ts';

/** So many entries are read before others get their turn. */
const entriesATurn = 200;

/**
 * A layer's tar as a tree over the layers below it, not yet frozen. Files share the bytes of the tar; what is zero at
 * their end is a hole. Throws TarFaults in Docker's words; nothing a tar says leads out of the tree.
 */
export async function readLayer(
  tar: Chunks,
  options: {
    readonly lower: OverlayDirectory | undefined;
    readonly budget: DiskBudget;
    /** Lets others go on. */
    readonly breathe: () => Promise<void>;
  },
): Promise<OverlayDirectory> {
  const draft = new LayerDraft();
  let count = 0;
  for await (const entry of readTar(tar)) {
    draft.add(entry.header, await contentOf(entry));
    count += 1;
    if (count % entriesATurn === 0) await options.breathe();
  }
  return draft.over(options.lower, options.budget);
}

/** What a file begins with, before the zeros at its end; of anything else nothing. */
async function contentOf({header, body}: TarEntry): Promise<Uint8Array> {
  const {type = 'file', pax = {}} = header;
  if (Object.keys(pax).some((key) => key.startsWith('GNU.sparse.')))
    throw new TarFault(`unhandled tar header: ${header.name} is a sparse file of GNU tar`);
  if (type !== 'file') return new Uint8Array(0);
  const bytes = await gather(body);
  const content = bytes.content();
  return bytes.length > content.length ? withoutZerosAtEnd(content) : content;
}

/** All of a body, its holes left out. */
export async function gather(body: Chunks): Promise<SparseBytes> {
  const bytes = new SparseBytes();
  for await (const piece of body) bytes.append(piece);
  return bytes;
}

function withoutZerosAtEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}
