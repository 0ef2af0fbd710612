import type {Files, Stat} from '../../runtime/fs/files.ts';
import type {FileNode, FileSystemNode} from '../../runtime/fs/nodes.ts';
import {joinPath} from '../../runtime/fs/path.ts';
import type {TarItem} from '../images/tar.ts';

const pieceBytes = 64 * 1024;

/**
 * Everything at a path as items of an archive, `name` in the place of the path: `x` gives `x/`, `x/file`. More names of
 * one file are links to the first. Devices are left out.
 */
export function* treeItems(files: Files, path: string, name: string): Generator<TarItem> {
  const stat = files.requireStat(path, {follow: false});
  yield* itemsAt({files, path, name, stat, seen: new Map()});
}

interface Place {
  readonly files: Files;
  readonly path: string;
  readonly name: string;
  readonly stat: Stat;
  readonly seen: Map<FileSystemNode, string>;
}

function* itemsAt(place: Place): Generator<TarItem> {
  const {files, path, name, stat, seen} = place;
  const {node, mode, uid, gid, modifiedMs} = stat;
  const header = {name, mode, uid, gid, mtime: new Date(modifiedMs), size: 0};
  switch (node.kind) {
    case 'directory':
      yield {header: {...header, name: name.endsWith('/') ? name : `${name}/`, type: 'directory'}};
      for (const inside of files.list(path)) {
        const below = joinPath(path, inside);
        const there = files.stat(below, {follow: false});
        if (there) yield* itemsAt({files, seen, path: below, name: joinPath(name, inside), stat: there});
      }
      return;
    case 'symlink':
      yield {header: {...header, type: 'symlink', linkname: node.target}};
      return;
    case 'fifo':
      yield {header: {...header, type: 'fifo'}};
      return;
    case 'file': {
      const first = seen.get(node);
      seen.set(node, first ?? name);
      if (first !== undefined) yield {header: {...header, type: 'link', linkname: first}};
      else yield {header: {...header, type: 'file', size: node.size}, body: pieces(node)};
      return;
    }
    case 'device':
  }
}

/** As many bytes as the header says, whatever becomes of the file meanwhile. */
function* pieces(file: FileNode): Generator<Uint8Array> {
  const {size} = file;
  for (let at = 0; at < size; at += pieceBytes) {
    const wanted = Math.min(pieceBytes, size - at);
    const bytes = file.read(at, wanted).slice();
    yield bytes;
    if (bytes.length < wanted) yield new Uint8Array(wanted - bytes.length);
  }
}
