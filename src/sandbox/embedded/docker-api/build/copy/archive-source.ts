import {MemoryFile} from '../../../runtime/fs/memory-file.ts';
import type {FileNode} from '../../../runtime/fs/nodes.ts';
import type {Kernel} from '../../../runtime/process/kernel.ts';
import {spool} from '../../images/spool.ts';
import {type Chunks, readTar, TarFault} from '../../images/tar.ts';

const pieceBytes = 1024 * 1024;
const magics: readonly (readonly number[])[] = [
  [0x1f, 0x8b, 0x08],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  [0x28, 0xb5, 0x2f, 0xfd],
];

/**
 * Calls back with the archive in a file, unpacked; undefined when it is none, and the file is only a file. Throws a
 * TarFault for archives packed in ways the engine cannot read.
 */
export async function withArchive<Result>(
  file: FileNode,
  kernel: Kernel,
  use: (archive: Chunks) => Promise<Result>,
): Promise<Result | undefined> {
  const head = file.read(0, 6);
  if (!magics.some((magic) => magic.every((byte, index) => head[index] === byte)))
    return (await isArchive(piecesOf(file))) ? use(piecesOf(file)) : undefined;
  const spooled = await spool(piecesOf(file), kernel).catch((error: unknown) => {
    // Broken gzip is no archive; bzip2 and the like might be one.
    if (error instanceof TarFault && !error.message.startsWith('this archive')) return undefined;
    throw error;
  });
  if (!spooled) return undefined;
  try {
    return (await isArchive(spooled.bytes.chunks())) ? await use(spooled.bytes.chunks()) : undefined;
  } finally {
    kernel.disk.take(-spooled.bytes.storedBytes);
  }
}

/** What a file holds, without the hole at its end. */
export function* contentOf(file: FileNode): Generator<Uint8Array, void, undefined> {
  const stored = file instanceof MemoryFile ? file.content.length : file.size;
  for (let at = 0; at < stored; at += pieceBytes) yield file.read(at, Math.min(pieceBytes, stored - at));
}

function* piecesOf(file: FileNode): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < file.size; at += pieceBytes) yield file.read(at, Math.min(pieceBytes, file.size - at));
}

async function isArchive(bytes: Chunks): Promise<boolean> {
  try {
    for await (const _ of readTar(bytes)) return true;
    return false;
  } catch (error) {
    if (error instanceof TarFault) return false;
    throw error;
  }
}
