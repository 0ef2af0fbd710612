import {MemoryFile} from './memory-file.ts';
import type {DirectoryNode, FileSystemNode} from './nodes.ts';
import {OverlayDirectory} from './overlay.ts';

/** Files are carried in pieces: a large one is never held whole. */
const pieceBytes = 1024 * 1024;

/**
 * Copies everything in one directory into another, which is empty, with modes, owners and times; the directory's own
 * ones as well. Content is shared where both are layers, until one of them changes.
 */
export function copyTree(from: DirectoryNode, to: DirectoryNode): void {
  for (const name of from.names()) {
    const node = from.get(name);
    if (node) copyNode(node, to, name);
  }
  const {mode, uid, gid, modifiedMs} = from;
  Object.assign(to, {mode, uid, gid, modifiedMs});
}

function copyNode(node: FileSystemNode, to: DirectoryNode, name: string): void {
  switch (node.kind) {
    case 'directory':
      return copyTree(node, to.makeDirectory(name, node));
    case 'symlink':
      to.makeSymlink(name, node.target, node);
      return;
    case 'file': {
      if (to instanceof OverlayDirectory && node instanceof MemoryFile) return to.put(name, node);
      const copy = to.makeFile(name, node);
      for (let at = 0; at < node.size; at += pieceBytes) copy.write(at, node.read(at, pieceBytes));
      copy.modifiedMs = node.modifiedMs;
      return;
    }
    default:
      to.put(name, node);
  }
}
