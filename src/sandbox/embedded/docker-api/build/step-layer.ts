import {MemoryFile} from '../../runtime/fs/memory-file.ts';
import type {FileSystemNode} from '../../runtime/fs/nodes.ts';
import {layerOver, OverlayDirectory, whiteout} from '../../runtime/fs/overlay.ts';

/**
 * What a step's container wrote, as a layer over its image; undefined when it changed nothing. Directories that were only
 * passed through are not in it. File contents are shared until one side changes them.
 */
export function stepLayer(from: OverlayDirectory, lower: OverlayDirectory | undefined): OverlayDirectory | undefined {
  if (!changes(from)) return undefined;
  const root = layerOver(lower, {budget: from.budget});
  const copies = new Map<FileSystemNode, FileSystemNode>();
  const open: (readonly [OverlayDirectory, OverlayDirectory])[] = [[from, root]];
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [source, into] = pair;
    for (const [name, entry] of source.ownEntries()) {
      if (entry === whiteout) into.remove(name);
      else if (!(entry instanceof OverlayDirectory)) into.put(name, copyOf(entry, into, copies));
      else if (changes(entry)) open.push([entry, directoryIn(into, name, entry)]);
    }
  }
  return root.ownEntries().length === 0 ? undefined : root;
}

/** Whether a directory is new, or anything in it is other than below; its own time does not count. */
function changes(directory: OverlayDirectory): boolean {
  const open = [directory];
  for (let here = open.pop(); here; here = open.pop()) {
    const {lower, mode, uid, gid} = here;
    if (!lower || lower.mode !== mode || lower.uid !== uid || lower.gid !== gid) return true;
    for (const [, entry] of here.ownEntries()) {
      if (!(entry instanceof OverlayDirectory)) return true;
      open.push(entry);
    }
  }
  return false;
}

function directoryIn(into: OverlayDirectory, name: string, entry: OverlayDirectory): OverlayDirectory {
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
