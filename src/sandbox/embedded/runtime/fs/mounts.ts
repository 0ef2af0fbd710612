import {SystemError} from '../../system-error.ts';
import type {Credentials} from '../process/credentials.ts';
import type {Opener} from '../process/descriptor.ts';
import type {DirectoryNode, FileSystemNode} from './nodes.ts';
import {joinPath} from './path.ts';

/** A tree put into another one: a volume, a bind mount, /proc. */
export interface Mount {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** A single file can be mounted too. */
  readonly root: FileSystemNode;
  /** Another root for everybody who looks, in its place: /proc has `self`. */
  readonly rootFor?: (looker: Opener) => FileSystemNode;
  readonly readOnly: boolean;
  /** As `mount` and /proc/mounts show them. */
  readonly source: string;
  readonly type: string;
}

/** Where a path leads. */
export interface Place {
  /** Without symbolic links in it. */
  readonly path: string;
  /** The directory it is in; of the root, itself. */
  readonly parent: DirectoryNode;
  readonly name: string;
  /** Undefined: the name is free. */
  readonly node: FileSystemNode | undefined;
  readonly readOnly: boolean;
}

/** Linux gives up at as many: https://man7.org/linux/man-pages/man7/path_resolution.7.html */
const mostLinks = 40;
const longestPath = 4096;
const longestName = 255;

/** The one file tree a container's processes see, put together of its mounts. */
export class MountTable {
  readonly root: DirectoryNode;
  readonly #readOnlyRoot: boolean;
  readonly #mounts = new Map<string, Mount>();
  readonly #inodes = new WeakMap<FileSystemNode, number>();
  #lastInode = 1000;

  constructor(root: DirectoryNode, readOnlyRoot = false) {
    this.root = root;
    this.#readOnlyRoot = readOnlyRoot;
  }

  mount(mount: Mount): void {
    this.#mounts.set(mount.path, mount);
  }

  unmount(path: string): void {
    this.#mounts.delete(path);
  }

  list(): readonly Mount[] {
    return [...this.#mounts.values()];
  }

  at(path: string): Mount | undefined {
    return this.#mounts.get(path);
  }

  /** A number for a file, as `ls -i` shows it: the same as long as the file is. */
  inodeOf(node: FileSystemNode): number {
    const known = this.#inodes.get(node);
    if (known !== undefined) return known;
    this.#lastInode += 1;
    this.#inodes.set(node, this.#lastInode);
    return this.#lastInode;
  }

  /** Whether something is mounted there or below: such a directory is busy. */
  isBusy(path: string): boolean {
    return [...this.#mounts.keys()].some((point) => point === path || point.startsWith(`${path}/`));
  }

  /**
   * Finds what an absolute path names. Throws ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG when there is no way there; a
   * last part that is missing is no error.
   */
  find(
    path: string,
    {follow, user, looker}: {readonly follow: boolean; readonly user: Credentials; readonly looker?: Opener},
  ): Place {
    if (path.length > longestPath) throw new SystemError('ENAMETOOLONG', path);
    const rest = path.split('/').filter((part) => part !== '' && part !== '.');
    const way: {readonly path: string; readonly node: FileSystemNode}[] = [{path: '/', node: this.#rootNode()}];
    let links = 0;
    for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
      const here = way.at(-1);
      if (here?.node.kind !== 'directory') throw new SystemError('ENOTDIR', path);
      if (!allows(here.node, user, 1)) throw new SystemError('EACCES', path);
      if (name === '..') {
        if (way.length > 1) way.pop();
        continue;
      }
      if (name.length > longestName) throw new SystemError('ENAMETOOLONG', path);
      const at = joinPath(here.path, name);
      const node = this.#rootAt(at, looker) ?? here.node.get(name);
      if (node?.kind === 'symlink' && (follow || rest.length > 0)) {
        links += 1;
        if (links > mostLinks) throw new SystemError('ELOOP', path);
        const direct = node.leadsTo?.();
        if (direct) {
          way.push({path: at, node: direct});
          continue;
        }
        if (node.target.startsWith('/')) way.splice(1);
        rest.unshift(...node.target.split('/').filter((part) => part !== '' && part !== '.'));
        continue;
      }
      if (node === undefined) {
        if (rest.length > 0) throw new SystemError('ENOENT', path);
        return {path: at, parent: here.node, name, node: undefined, readOnly: this.#isReadOnly(at)};
      }
      way.push({path: at, node});
    }
    return this.#arrived(way, path);
  }

  /** The same place as something that may be changed: everything on the way there is copied up. Throws EROFS. */
  own(place: Place): Place {
    if (place.readOnly) throw new SystemError('EROFS', place.path);
    let here: DirectoryNode = this.root;
    let at = '/';
    const parts = place.path.split('/').filter((part) => part !== '');
    for (const [index, name] of parts.entries()) {
      const path = joinPath(at, name);
      const mounted = this.#mounts.get(path)?.root;
      if (index === parts.length - 1)
        return {...place, parent: here, node: mounted ?? (place.node === undefined ? undefined : here.own(name))};
      const next: FileSystemNode | undefined = mounted ?? here.own(name);
      if (next?.kind !== 'directory') throw new SystemError('ENOENT', place.path);
      here = next;
      at = path;
    }
    return {...place, parent: here, node: here};
  }

  #arrived(way: readonly {readonly path: string; readonly node: FileSystemNode}[], asked: string): Place {
    const last = way.at(-1);
    const before = way.at(-2) ?? last;
    if (!last || before?.node.kind !== 'directory') throw new SystemError('ENOTDIR', asked);
    if (asked.endsWith('/') && last.node.kind !== 'directory') throw new SystemError('ENOTDIR', asked);
    const name = last.path.slice(last.path.lastIndexOf('/') + 1);
    return {path: last.path, parent: before.node, name, node: last.node, readOnly: this.#isReadOnly(last.path)};
  }

  #rootAt(path: string, looker: Opener | undefined): FileSystemNode | undefined {
    const mount = this.#mounts.get(path);
    return looker && mount?.rootFor ? mount.rootFor(looker) : mount?.root;
  }

  #rootNode(): FileSystemNode {
    return this.#mounts.get('/')?.root ?? this.root;
  }

  #isReadOnly(path: string): boolean {
    let longest: Mount | undefined;
    for (const mount of this.#mounts.values()) {
      const inside = path === mount.path || path.startsWith(mount.path === '/' ? '/' : `${mount.path}/`);
      if (inside && mount.path.length >= (longest?.path.length ?? 0)) longest = mount;
    }
    return longest?.readOnly ?? this.#readOnlyRoot;
  }
}

/** Whether a user may read (4), write (2) or search and execute (1). */
export function allows(node: FileSystemNode, user: Credentials, bits: number): boolean {
  if (user.uid === 0) return (bits & 1) === 0 || node.kind === 'directory' || (node.mode & 0o111) !== 0;
  const shift = user.uid === node.uid ? 6 : user.gid === node.gid || user.groups.includes(node.gid) ? 3 : 0;
  return ((node.mode >> shift) & bits) === bits;
}
