import type {DirectoryNode, FileSystemNode} from '../../../runtime/fs/nodes.ts';
import {SystemError} from '../../../system-error.ts';

/** Where a path leads in a tree. */
export interface Scoped {
  /** From the tree's root, without links. */
  readonly path: string;
  /** Undefined when there is nothing. */
  readonly node: FileSystemNode | undefined;
}

/** Whether a path leads out of what it starts in, links aside. */
export function leadsOut(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

/** Docker gives up at as many. */
const mostLinks = 255;
const longestPath = 4096;

/**
 * Follows a path as if the tree's root were the only one: nothing leads out of it. Also through what is not there. Throws
 * ENOTDIR, ELOOP and ENAMETOOLONG. https://github.com/moby/sys/blob/main/symlink/fs.go
 */
export function resolveIn(tree: DirectoryNode, path: string): Scoped {
  if (path.length > longestPath) throw new SystemError('ENAMETOOLONG', path);
  const rest = partsOf(path);
  const way: {readonly name: string; readonly node: FileSystemNode | undefined}[] = [];
  let links = 0;
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === '..') {
      way.pop();
      continue;
    }
    const here = way.length === 0 ? tree : way.at(-1)?.node;
    if (here && here.kind !== 'directory') throw new SystemError('ENOTDIR', path);
    const node = here?.get(name);
    if (node?.kind !== 'symlink') {
      way.push({name, node});
      continue;
    }
    links += 1;
    if (links > mostLinks) throw new SystemError('ELOOP', path);
    if (node.target.startsWith('/')) way.length = 0;
    rest.unshift(...partsOf(node.target));
  }
  return {path: `/${way.map(({name}) => name).join('/')}`, node: way.length === 0 ? tree : way.at(-1)?.node};
}

/** Everything from a directory down, itself first, in the order of names; links are not followed. */
export function* walkTree(from: Scoped): Generator<Scoped, void, undefined> {
  const open = [from];
  for (let here = open.pop(); here; here = open.pop()) {
    yield here;
    const {node, path} = here;
    if (node?.kind !== 'directory') continue;
    // The first name is to come off the stack first.
    const names = [...node.names()].sort().reverse();
    for (const name of names) open.push({path: `${path === '/' ? '' : path}/${name}`, node: node.get(name)});
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
