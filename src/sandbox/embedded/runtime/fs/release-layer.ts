import {MemoryFile} from './memory-file.ts';
import {OverlayDirectory, whiteout} from './overlay.ts';

/** Gives the room of all files of a layer back: its container is gone. */
export function releaseLayer(root: OverlayDirectory): void {
  for (const file of filesOf(root)) file.release();
}

/** Each file once, however many names it has. */
function filesOf(root: OverlayDirectory): ReadonlySet<MemoryFile> {
  const found = new Set<MemoryFile>();
  const open: OverlayDirectory[] = [root];
  for (let directory = open.pop(); directory; directory = open.pop()) {
    for (const [, entry] of directory.ownEntries()) {
      if (entry === whiteout) continue;
      if (entry instanceof MemoryFile) found.add(entry);
      else if (entry instanceof OverlayDirectory) open.push(entry);
    }
  }
  return found;
}
