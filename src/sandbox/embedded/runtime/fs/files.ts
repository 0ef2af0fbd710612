import {decode, encode} from '../../bytes/bytes.ts';
import {SystemError} from '../../system-error.ts';
import type {Credentials} from '../process/credentials.ts';
import type {Descriptor, Opener} from '../process/descriptor.ts';
import {allows, type MountTable, type Place} from './mounts.ts';
import type {Attributes, FileSystemNode} from './nodes.ts';
import {type OpenFlags, openNode} from './open.ts';
import {absolutePath} from './path.ts';

/** Whose view it is: relative paths, permissions and new files depend on it. */
export interface FilesUser extends Opener {
  readonly user: Credentials;
  readonly folder: string;
  /** Bits new files do not get. */
  readonly umask: number;
  now(): number;
}

/** What there is to know of a file. */
export interface Stat extends Readonly<Attributes> {
  readonly kind: FileSystemNode['kind'];
  readonly size: number;
  /** The target of a symbolic link, else ''. */
  readonly target: string;
  readonly node: FileSystemNode;
  /** Where it really is, symbolic links resolved. */
  readonly path: string;
}

/** Files as one process sees them. Every method throws a SystemError whose subject is the path as it was given. */
export class Files {
  readonly mounts: MountTable;
  readonly #of: FilesUser;

  constructor(mounts: MountTable, of: FilesUser) {
    this.mounts = mounts;
    this.#of = of;
  }

  /** A path as it is from the root; links are not resolved. */
  absolute(path: string): string {
    return absolutePath(path, this.#of.folder);
  }

  /** Undefined when there is nothing; other trouble on the way throws. */
  stat(path: string, {follow = true}: {readonly follow?: boolean} = {}): Stat | undefined {
    const place = this.#tryFind(path, follow);
    return place?.node && statOf(place.node, place.path);
  }

  /** Throws ENOENT when there is nothing, ENOTDIR when the way leads through a file. */
  requireStat(path: string, options: {readonly follow?: boolean} = {}): Stat {
    const {node, path: found} = this.#find(path, options.follow ?? true);
    if (!node) throw new SystemError('ENOENT', path);
    return statOf(node, found);
  }

  /** Whether the user may read (4), write (2), search or execute (1) it. */
  allows(path: string, bits: number): boolean {
    const place = this.#tryFind(path, true);
    if (!place?.node) return false;
    return allows(place.node, this.#of.user, bits) && !((bits & 2) !== 0 && place.readOnly);
  }

  /** Names in a directory, sorted; without `.` and `..`. */
  list(path: string): readonly string[] {
    const {node} = this.#find(path, true);
    if (!node) throw new SystemError('ENOENT', path);
    if (node.kind !== 'directory') throw new SystemError('ENOTDIR', path);
    if (!allows(node, this.#of.user, 4)) throw new SystemError('EACCES', path);
    return [...node.names()].sort();
  }

  /** A whole regular file. Throws EFBIG beyond 64 MiB: programs that read more do so piece by piece. */
  read(path: string): Uint8Array {
    const {node} = this.#find(path, true);
    if (!node) throw new SystemError('ENOENT', path);
    if (node.kind === 'directory') throw new SystemError('EISDIR', path);
    if (node.kind !== 'file') throw new SystemError('EINVAL', path);
    if (!allows(node, this.#of.user, 4)) throw new SystemError('EACCES', path);
    if (node.size > 64 * 1024 * 1024) throw new SystemError('EFBIG', path);
    return node.read(0, node.size);
  }

  readText(path: string): string {
    return decode(this.read(path));
  }

  /** Writes a whole regular file, new or in the place of the old content. */
  write(path: string, content: Uint8Array | string, {append = false} = {}): void {
    const bytes = typeof content === 'string' ? encode(content) : content;
    const node = this.#makeFile(path, 0o666);
    if (append) node.write(node.size, bytes);
    else {
      node.truncate(0);
      node.write(0, bytes);
    }
    node.modifiedMs = this.#of.now();
  }

  /** Opens a file, a device or a named pipe. */
  open(path: string, flags: OpenFlags): Descriptor {
    const place = this.#find(path, true);
    if (place.node?.kind === 'directory' && flags.write) throw new SystemError('EISDIR', path);
    if (place.node === undefined && !flags.create) throw new SystemError('ENOENT', path);
    if (place.node && flags.exclusive) throw new SystemError('EEXIST', path);
    this.#permit(place, path, (flags.read ? 4 : 0) | (flags.write ? 2 : 0));
    const node =
      flags.write && (place.node?.kind ?? 'file') === 'file' ? this.#makeFile(path, flags.mode ?? 0o666) : place.node;
    if (!node) throw new SystemError('ENOENT', path);
    return openNode({node, flags, path: place.path, opener: this.#of, now: () => this.#of.now()});
  }

  makeDirectory(path: string, mode = 0o777): void {
    const place = this.#free(path.replace(/\/+$/, '') || '/', path);
    place.parent.makeDirectory(place.name, this.#attributes(mode));
    this.#touched(place);
  }

  /** With every parent that is missing; one that is there is no error. */
  makeDirectories(path: string, mode = 0o777): void {
    let at = '';
    for (const part of this.absolute(path)
      .split('/')
      .filter((name) => name !== '')) {
      at += `/${part}`;
      const known = this.stat(at);
      if (known === undefined) this.makeDirectory(at, mode);
      else if (known.kind !== 'directory') throw new SystemError('ENOTDIR', path);
    }
  }

  makeSymlink(path: string, target: string): void {
    const place = this.#free(path, path);
    place.parent.makeSymlink(place.name, target, this.#attributes(0o777));
    this.#touched(place);
  }

  /** One more name of a file, as `ln` makes it. Throws EXDEV across mounts and EPERM for directories. */
  link(from: string, to: string): void {
    const source = this.#find(from, false);
    if (!source.node) throw new SystemError('ENOENT', from);
    if (source.node.kind === 'directory') throw new SystemError('EPERM', from);
    const place = this.#free(to, to);
    const {node} = this.mounts.own(source);
    if (node) place.parent.put(place.name, node);
    if (node?.kind === 'file') node.links = (node.links ?? 1) + 1;
    this.#touched(place);
  }

  /** Puts a device or named pipe there. */
  makeNode(path: string, node: FileSystemNode): void {
    const place = this.#free(path, path);
    place.parent.put(place.name, node);
    this.#touched(place);
  }

  /** Removes anything but a directory. */
  unlink(path: string): void {
    const place = this.#find(path, false);
    if (!place.node) throw new SystemError('ENOENT', path);
    if (place.node.kind === 'directory') throw new SystemError('EISDIR', path);
    this.#remove(place, path);
  }

  /** Removes an empty directory. */
  removeDirectory(path: string): void {
    const place = this.#find(path, false);
    if (!place.node) throw new SystemError('ENOENT', path);
    if (place.node.kind !== 'directory') throw new SystemError('ENOTDIR', path);
    if (place.node.names().length > 0) throw new SystemError('ENOTEMPTY', path);
    this.#remove(place, path);
  }

  /** Gives a file or directory another place, over an old file there. Throws EXDEV across mounts. */
  rename(from: string, to: string): void {
    const source = this.#find(from, false);
    if (!source.node) throw new SystemError('ENOENT', from);
    if (this.mounts.isBusy(source.path)) throw new SystemError('EBUSY', from);
    const goal = this.#find(to, false);
    if (goal.path === source.path) return;
    if (goal.path.startsWith(`${source.path}/`)) throw new SystemError('EINVAL', to);
    this.#replaceable(source.node, goal, to);
    this.#permitIn(source, from);
    this.#permitIn(goal, to);
    const owned = this.mounts.own(source);
    const place = this.mounts.own(goal);
    if (owned.node) place.parent.put(place.name, owned.node);
    owned.parent.remove(owned.name);
    this.#touched(owned);
    this.#touched(place);
  }

  /** Changes mode, owner or time of what is there. */
  change(path: string, change: Partial<Attributes>, {follow = true} = {}): void {
    const place = this.#find(path, follow);
    if (!place.node) throw new SystemError('ENOENT', path);
    const {user} = this.#of;
    if (user.uid !== 0 && (user.uid !== place.node.uid || change.uid !== undefined))
      throw new SystemError('EPERM', path);
    const {node} = this.mounts.own(place);
    if (!node) return;
    const isGiven = change.uid !== undefined || change.gid !== undefined;
    if (isGiven && node.kind === 'file') node.mode = withoutSetId(node.mode);
    Object.assign(node, change);
  }

  truncate(path: string, size: number): void {
    this.#makeFile(path, 0o666).truncate(size);
  }

  #makeFile(path: string, mode: number): Extract<FileSystemNode, {kind: 'file'}> {
    const found = this.#find(path, true);
    if (found.node === undefined) {
      const place = this.#free(path, path, true);
      const made = place.parent.makeFile(place.name, this.#attributes(mode));
      this.#touched(place);
      return made;
    }
    if (found.node.kind === 'directory') throw new SystemError('EISDIR', path);
    this.#permit(found, path, 2);
    const {node} = this.mounts.own(found);
    if (node?.kind !== 'file') throw new SystemError('EINVAL', path);
    return node;
  }

  /** A free name in a directory that may be changed; both copied up. */
  #free(path: string, asked: string, follow = false): Place {
    const place = this.#find(path, follow);
    if (place.node) throw new SystemError('EEXIST', asked);
    if (path.endsWith('/')) throw new SystemError('ENOENT', asked);
    this.#permitIn(place, asked);
    return this.mounts.own(place);
  }

  #remove(place: Place, asked: string): void {
    if (this.mounts.isBusy(place.path)) throw new SystemError('EBUSY', asked);
    this.#permitIn(place, asked);
    const hasMoreNames = place.node?.kind === 'file' && (place.node.links ?? 1) > 1;
    const owned = this.mounts.own(hasMoreNames ? place : {...place, node: undefined});
    if (owned.node?.kind === 'file') owned.node.links = (owned.node.links ?? 1) - 1;
    owned.parent.remove(owned.name);
    this.#touched(owned);
  }

  #replaceable(node: FileSystemNode, goal: Place, asked: string): void {
    if (!goal.node) return;
    if (goal.node.kind !== 'directory') {
      if (node.kind === 'directory') throw new SystemError('ENOTDIR', asked);
      return;
    }
    if (node.kind !== 'directory') throw new SystemError('EISDIR', asked);
    if (goal.node.names().length > 0) throw new SystemError('ENOTEMPTY', asked);
  }

  /** The directory a name is made or removed in must be writable; a sticky one lets its owner alone. */
  #permitIn({parent, node, readOnly}: Place, asked: string): void {
    if (readOnly) throw new SystemError('EROFS', asked);
    const {user} = this.#of;
    if (!allows(parent, user, 3)) throw new SystemError('EACCES', asked);
    const sticky = (parent.mode & 0o1000) !== 0 && user.uid !== 0 && user.uid !== parent.uid;
    if (sticky && node && node.uid !== user.uid) throw new SystemError('EPERM', asked);
  }

  #permit({node, readOnly}: Place, asked: string, bits: number): void {
    if (node && !allows(node, this.#of.user, bits)) throw new SystemError('EACCES', asked);
    if ((bits & 2) !== 0 && readOnly && (node === undefined || node.kind === 'file'))
      throw new SystemError('EROFS', asked);
  }

  #attributes(mode: number): Attributes {
    const {user, umask} = this.#of;
    return {mode: mode & ~umask & 0o7777, uid: user.uid, gid: user.gid, modifiedMs: this.#of.now()};
  }

  #touched({parent}: Place): void {
    parent.modifiedMs = this.#of.now();
  }

  #find(path: string, follow: boolean): Place {
    if (path === '') throw new SystemError('ENOENT', path);
    const from = path.startsWith('/') ? path : `${this.#of.folder}/${path}`;
    try {
      return this.mounts.find(from, {follow, user: this.#of.user, looker: this.#of});
    } catch (error) {
      throw error instanceof SystemError ? new SystemError(error.code, path) : error;
    }
  }

  #tryFind(path: string, follow: boolean): Place | undefined {
    try {
      return this.#find(path, follow);
    } catch (error) {
      if (error instanceof SystemError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
      throw error;
    }
  }
}

function statOf(node: FileSystemNode, path: string): Stat {
  const {kind, mode, uid, gid, modifiedMs} = node;
  const target = node.kind === 'symlink' ? node.target : '';
  const size =
    node.kind === 'file' ? node.size : node.kind === 'symlink' ? target.length : node.kind === 'directory' ? 4096 : 0;
  return {kind, mode, uid, gid, modifiedMs, size, target, node, path};
}

/** A new owner takes the set-id bits of a file away: https://man7.org/linux/man-pages/man2/chown.2.html */
function withoutSetId(mode: number): number {
  return mode & ~((mode & 0o010) === 0 ? 0o4000 : 0o6000);
}
