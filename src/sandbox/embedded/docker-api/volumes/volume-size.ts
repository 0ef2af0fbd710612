import type {DirectoryNode, FileNode} from '../../runtime/fs/nodes.ts';

/** Bytes of all files in a tree, each once. */
export function treeBytes(root: DirectoryNode): number {
  const files = new Set<FileNode>();
  const open: DirectoryNode[] = [root];
  for (let directory = open.pop(); directory; directory = open.pop())
    for (const name of directory.names()) {
      const node = directory.get(name);
      if (node?.kind === 'file') files.add(node);
      if (node?.kind === 'directory') open.push(node);
    }
  let sum = 0;
  for (const {size} of files) sum += size;
  return sum;
}
