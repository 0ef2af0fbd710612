import {MemoryFile} from '../../runtime/fs/memory-file.ts';
import type {FileSystemNode} from '../../runtime/fs/nodes.ts';
import {layerOver, OverlayDirectory, whiteout} from '../../runtime/fs/overlay.ts';

/**
 * What a container has written so far, as a layer of its own over its image: the container goes on writing. File
 * contents are shared until one side changes them; undefined when it has written nothing.
 */
export function copyLayer(from: OverlayDirectory, lower: OverlayDirectory | undefined): OverlayDirectory | undefined {
  if (from.ownEntries().length === 0) return undefined;
  const root = layerOver(lower, {budget: from.budget});
  const copies = new Map<FileSystemNode, FileSystemNode>();
  const open: (readonly [OverlayDirectory, OverlayDirectory])[] = [[from, root]];
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [source, into] = pair;
    for (const [name, entry] of source.ownEntries()) {
      if (entry === whiteout) into.remove(name);
      else if (entry instanceof OverlayDirectory) open.push([entry, copyDirectory(entry, name, into)]);
      else into.put(name, copyOf(entry, into, copies));
    }
  }
  return root;
}

function copyDirectory(entry: OverlayDirectory, name: string, into: OverlayDirectory): OverlayDirectory {
  const {mode, uid, gid, modifiedMs} = entry;
  const attributes = {mode, uid, gid, modifiedMs};
  // One that was made anew does not show what an older one of that name held.
  const copied = entry.lower ? into.own(name) : undefined;
  return copied instanceof OverlayDirectory ? Object.assign(copied, attributes) : into.makeDirectory(name, attributes);
}

/** The same copy for every name of a file. */
function copyOf(
  entry: FileSystemNode,
  into: OverlayDirectory,
  copies: Map<FileSystemNode, FileSystemNode>,
): FileSystemNode {
  if (!(entry instanceof MemoryFile)) return entry;
  const copy = copies.get(entry) ?? entry.copyTo(into.layer);
  copies.set(entry, copy);
  return copy;
}
