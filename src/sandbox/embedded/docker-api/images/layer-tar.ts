import type {TarHeader} from 'modern-tar';
import {MemoryFile} from '../../runtime/fs/memory-file.ts';
import type {Attributes, DirectoryNode, FileNode, FileSystemNode} from '../../runtime/fs/nodes.ts';
import {OverlayDirectory, type OwnEntry, whiteout} from '../../runtime/fs/overlay.ts';
import type {Layer} from './image.ts';
import {zeroChunks} from './sparse-bytes.ts';
import {type Chunks, type TarItem, writeTar} from './tar.ts';

/** Before a name: what layers below have there is gone. https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts */
export const whiteoutPrefix = '.wh.';
/** In a directory: nothing of what layers below have in it is seen. */
export const opaqueMarker = '.wh..wh..opq';

const pieceBytes = 1024 * 1024;

/** What a layer changes over the ones below it, as the tar its diff id is made of. The same tree gives the same bytes. */
export function layerTar(root: OverlayDirectory): AsyncGenerator<Uint8Array, void, undefined> {
  return writeTar(itemsOf(root, changesIn));
}

/** The tar of a layer: its own, or the one this engine writes. */
export function tarChunks({tar, root}: Layer): Chunks {
  return tar ? tar.chunks() : layerTar(root);
}

/** A whole tree as it is seen, as `docker export` gives it. */
export function tarOf(root: DirectoryNode): AsyncGenerator<Uint8Array, void, undefined> {
  return writeTar(itemsOf(root, everythingIn));
}

/** Bytes of the files in a layer as `docker history` counts them: one with several names once, a link by its target. */
export function layerSize(root: OverlayDirectory): number {
  let size = 0;
  const counted = new Set<FileSystemNode>();
  for (const {entry} of walk(root, changesIn)) {
    if (entry === whiteout || entry === 'opaque' || counted.has(entry)) continue;
    counted.add(entry);
    if (entry.kind === 'file') size += entry.size;
    if (entry.kind === 'symlink') size += entry.target.length;
  }
  return size;
}

type Shown = OwnEntry | 'opaque';
/** What of a directory is written, in order; `below` is what the layers under it show in its place. */
type Listing = (directory: DirectoryNode, below: DirectoryNode | undefined) => readonly (readonly [string, Shown])[];

interface Found {
  /** Of the directory it is in: `usr/bin/`; '' at the root. */
  readonly folder: string;
  readonly name: string;
  readonly entry: Shown;
  readonly parent: DirectoryNode;
}

function changesIn(directory: DirectoryNode, below: DirectoryNode | undefined): readonly (readonly [string, Shown])[] {
  if (!(directory instanceof OverlayDirectory)) return everythingIn(directory);
  // A file of that name would be taken for the sign that another one is gone.
  const own = directory.ownEntries().filter(([name]) => !name.startsWith(whiteoutPrefix));
  const isOpaque = directory.lower === undefined && below !== undefined;
  return isOpaque ? [[opaqueMarker, 'opaque'], ...own] : own;
}

function everythingIn(directory: DirectoryNode): readonly (readonly [string, FileSystemNode])[] {
  return [...directory.names()].sort().flatMap((name) => {
    const node = directory.get(name);
    return node ? [[name, node] as const] : [];
  });
}

/** Everything below a directory, parents first. Without recursion: how deep a tree is its maker decides. */
function* walk(root: DirectoryNode, listing: Listing): Generator<Found, void, undefined> {
  const open = [levelOf(root, '', root instanceof OverlayDirectory ? root.lower : undefined, listing)];
  for (let here = open.at(-1); here; here = open.at(-1)) {
    const next = here.rest.next();
    if (next.done) {
      open.pop();
      continue;
    }
    const [name, entry] = next.value;
    yield {folder: here.folder, name, entry, parent: here.directory};
    if (entry === whiteout || entry === 'opaque' || entry.kind !== 'directory') continue;
    const below = here.below?.get(name);
    open.push(levelOf(entry, `${here.folder}${name}/`, below?.kind === 'directory' ? below : undefined, listing));
  }
}

interface Level {
  readonly directory: DirectoryNode;
  readonly folder: string;
  readonly below: DirectoryNode | undefined;
  readonly rest: Iterator<readonly [string, Shown]>;
}

function levelOf(directory: DirectoryNode, folder: string, below: DirectoryNode | undefined, listing: Listing): Level {
  return {directory, folder, below, rest: listing(directory, below)[Symbol.iterator]()};
}

function* itemsOf(root: DirectoryNode, listing: Listing): Generator<TarItem, void, undefined> {
  const paths = new Map<FileSystemNode, string>();
  for (const {folder, name, entry, parent} of walk(root, listing)) {
    if (entry === whiteout) yield {header: mark(`${folder}${whiteoutPrefix}${name}`, parent)};
    else if (entry === 'opaque') yield {header: mark(`${folder}${opaqueMarker}`, parent)};
    else yield itemOf(`${folder}${name}`, entry, paths);
  }
}

function mark(name: string, {modifiedMs}: Attributes): TarHeader {
  return {name, size: 0, mode: 0o600, uid: 0, gid: 0, mtime: tarTime(modifiedMs)};
}

function itemOf(name: string, node: FileSystemNode, paths: Map<FileSystemNode, string>): TarItem {
  const {mode, uid, gid, modifiedMs} = node;
  const common = {name, size: 0, mode, uid, gid, mtime: tarTime(modifiedMs)};
  switch (node.kind) {
    case 'directory':
      return {header: {...common, name: `${name}/`, type: 'directory'}};
    case 'symlink':
      return {header: {...common, type: 'symlink', linkname: node.target}};
    case 'device':
      return {header: {...common, type: 'character-device'}};
    case 'fifo':
      return {header: {...common, type: 'fifo'}};
    case 'file': {
      const first = paths.get(node);
      if (first !== undefined) return {header: {...common, type: 'link', linkname: first}};
      paths.set(node, name);
      const {size} = node;
      return {header: {...common, size}, body: contentOf(node, size)};
    }
  }
}

/** As far as a header can hold it: no time before 1970, none after the year 2242. */
export function tarTime(ms: number): Date {
  return new Date(Math.min(Math.max(0, ms), 0o77777777777 * 1000));
}

/** A file in pieces; its hole costs nothing. */
function* contentOf(node: FileNode, size: number): Generator<Uint8Array, void, undefined> {
  const content = node instanceof MemoryFile ? node.content : undefined;
  const stored = Math.min(content?.length ?? size, size);
  for (let at = 0; at < stored; at += pieceBytes) {
    const end = Math.min(stored, at + pieceBytes);
    yield content ? content.subarray(at, end) : node.read(at, end - at);
  }
  yield* zeroChunks(size - stored);
}
