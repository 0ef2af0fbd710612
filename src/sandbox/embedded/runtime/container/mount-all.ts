import type {Files} from '../fs/files.ts';
import {type Mount, MountTable} from '../fs/mounts.ts';
import type {DirectoryNode} from '../fs/nodes.ts';
import {rootFiles} from '../fs/root-files.ts';

/**
 * The file tree of a container, put together. Outer mounts come first; a place that is missing is made, in the container's
 * own layer or in the mount it is in. Throws a SystemError where it cannot be.
 */
export function mountAll(given: {
  readonly root: DirectoryNode;
  readonly readOnlyRoot: boolean;
  readonly mounts: readonly Mount[];
  readonly now: number;
}): MountTable {
  const {root, readOnlyRoot, mounts, now} = given;
  const prepared = new MountTable(root);
  const table = new MountTable(root, readOnlyRoot);
  const depth = ({path}: Mount): number => path.split('/').length;
  for (const mount of [...mounts].sort((one, other) => depth(one) - depth(other))) {
    const path = placeFor(
      rootFiles(prepared, () => now),
      mount,
    );
    prepared.mount({...mount, path, readOnly: false});
    table.mount({...mount, path});
  }
  return table;
}

function placeFor(files: Files, {path, root}: Mount): string {
  const there = files.stat(path);
  if (there) return there.path;
  if (root.kind === 'directory') files.makeDirectories(path, 0o755);
  else {
    files.makeDirectories(path.slice(0, path.lastIndexOf('/')) || '/', 0o755);
    files.write(path, '');
  }
  return files.requireStat(path).path;
}
