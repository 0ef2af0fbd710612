import {noBytes} from '../../bytes/bytes.ts';
import type {OutsideFiles, OutsideStat} from '../../outside.ts';
import {SystemError, systemErrorOf} from '../../system-error.ts';
import type {Attributes, DeviceNode, DirectoryNode, FileNode, FileSystemNode, SymlinkNode} from './nodes.ts';
import {joinPath} from './path.ts';

/** A file is read and written whole, so it may not be larger. */
const largestFile = 64 * 1024 * 1024;
/** Owners are kept apart from the real files; beyond as many the oldest is forgotten. */
const mostOwners = 10_000;

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A real folder as a bind mount shows it: every look and every change goes to the disk at once. */
interface BindTree {
  readonly files: OutsideFiles;
  /** Who a container gave a file to: `chown` changes nothing on the real disk. */
  readonly owners: Map<string, Owner>;
}

/** The folder, file or link at a path of the real disk; undefined when there is none. */
export function bindTree(files: OutsideFiles, path: string): FileSystemNode | undefined {
  return nodeAt({files, owners: new Map()}, path);
}

function nodeAt(tree: BindTree, path: string): FileSystemNode | undefined {
  const stat = attempt(path, () => tree.files.stat(path));
  switch (stat?.kind) {
    case undefined:
      return undefined;
    case 'file':
      return new BindFile(tree, path);
    case 'directory':
      return new BindDirectory(tree, path);
    case 'symlink':
      return new BindSymlink(tree, path);
    case 'other':
      return unusable(stat);
  }
}

/** What all kinds have; read from the disk at each look. */
abstract class BindNode implements Attributes {
  readonly tree: BindTree;
  readonly path: string;

  constructor(tree: BindTree, path: string) {
    this.tree = tree;
    this.path = path;
  }

  get mode(): number {
    return this.stat().mode & 0o7777;
  }

  set mode(mode: number) {
    attempt(this.path, () => this.tree.files.setMode(this.path, mode));
  }

  get uid(): number {
    return this.#owner().uid;
  }

  set uid(uid: number) {
    this.#own({uid, gid: this.gid});
  }

  get gid(): number {
    return this.#owner().gid;
  }

  set gid(gid: number) {
    this.#own({uid: this.uid, gid});
  }

  get modifiedMs(): number {
    return this.stat().modifiedMs;
  }

  /** The disk keeps its own times. */
  set modifiedMs(_: number) {}

  protected stat(): OutsideStat {
    const stat = attempt(this.path, () => this.tree.files.stat(this.path));
    if (!stat) throw new SystemError('ENOENT', this.path);
    return stat;
  }

  #owner(): Owner {
    return this.tree.owners.get(this.path) ?? this.stat();
  }

  #own(owner: Owner): void {
    const {owners} = this.tree;
    owners.delete(this.path);
    owners.set(this.path, owner);
    if (owners.size <= mostOwners) return;
    for (const oldest of owners.keys()) {
      owners.delete(oldest);
      return;
    }
  }
}

class BindFile extends BindNode implements FileNode {
  readonly kind = 'file';
  /** What was read last, as long as the disk says that it is still so. */
  #cached: {readonly stat: OutsideStat; readonly bytes: Uint8Array} | undefined;

  get size(): number {
    return this.stat().size;
  }

  read(offset: number, length: number): Uint8Array {
    return this.#content().subarray(offset, offset + length);
  }

  write(offset: number, bytes: Uint8Array): void {
    const before = this.#content();
    const end = Math.max(before.length, offset + bytes.length);
    this.#save(resized(before, end), (content) => content.set(bytes, offset));
  }

  truncate(size: number): void {
    this.#save(resized(size === 0 ? noBytes : this.#content(), size));
  }

  #content(): Uint8Array {
    const stat = this.stat();
    if (this.#cached && this.#cached.stat.modifiedMs === stat.modifiedMs && this.#cached.bytes.length === stat.size)
      return this.#cached.bytes;
    if (stat.size > largestFile) throw new SystemError('EFBIG', this.path);
    const bytes = attempt(this.path, () => this.tree.files.read(this.path));
    this.#cached = {stat, bytes};
    return bytes;
  }

  #save(content: Uint8Array, change?: (content: Uint8Array) => void): void {
    change?.(content);
    attempt(this.path, () => this.tree.files.write(this.path, content, this.mode));
    this.#cached = {stat: this.stat(), bytes: content};
  }
}

class BindSymlink extends BindNode implements SymlinkNode {
  readonly kind = 'symlink';

  get target(): string {
    return attempt(this.path, () => this.tree.files.readLink(this.path));
  }
}

class BindDirectory extends BindNode implements DirectoryNode {
  readonly kind = 'directory';

  get(name: string): FileSystemNode | undefined {
    return nodeAt(this.tree, joinPath(this.path, name));
  }

  names(): readonly string[] {
    return attempt(this.path, () => this.tree.files.list(this.path));
  }

  own(name: string): FileSystemNode | undefined {
    return this.get(name);
  }

  makeFile(name: string, attributes: Attributes): BindFile {
    const path = joinPath(this.path, name);
    attempt(path, () => this.tree.files.write(path, noBytes, attributes.mode));
    return this.#made(new BindFile(this.tree, path), attributes);
  }

  makeDirectory(name: string, attributes: Attributes): BindDirectory {
    const path = joinPath(this.path, name);
    attempt(path, () => this.tree.files.makeDirectory(path, attributes.mode));
    return this.#made(new BindDirectory(this.tree, path), attributes);
  }

  makeSymlink(name: string, target: string, attributes: Attributes): BindSymlink {
    const path = joinPath(this.path, name);
    attempt(path, () => this.tree.files.makeLink(path, target));
    return this.#made(new BindSymlink(this.tree, path), attributes);
  }

  /**
   * A folder of the same tree moves here. A file is copied, as the real disk has no hard links here: whoever moves it
   * removes the old name next.
   */
  put(name: string, node: FileSystemNode): void {
    const path = joinPath(this.path, name);
    if (!(node instanceof BindNode) || node.tree !== this.tree)
      throw new SystemError(node.kind === 'device' || node.kind === 'fifo' ? 'EPERM' : 'EXDEV', path);
    const {mode, uid, gid, modifiedMs} = node;
    const attributes = {mode, uid, gid, modifiedMs};
    if (node instanceof BindDirectory) {
      attempt(path, () => this.tree.files.rename(node.path, path));
      return this.#moved(node.path, path);
    }
    if (this.get(name)) this.remove(name);
    if (node instanceof BindSymlink) this.makeSymlink(name, node.target, attributes);
    if (node instanceof BindFile) this.makeFile(name, attributes).write(0, node.read(0, node.size));
  }

  remove(name: string): void {
    const path = joinPath(this.path, name);
    const node = this.get(name);
    if (!node) return;
    if (node instanceof BindDirectory) for (const inside of node.names()) node.remove(inside);
    attempt(path, () => this.tree.files.remove(path));
    this.tree.owners.delete(path);
  }

  #made<Node extends BindNode>(node: Node, {uid, gid}: Attributes): Node {
    if (node.uid !== uid) node.uid = uid;
    if (node.gid !== gid) node.gid = gid;
    return node;
  }

  #moved(from: string, to: string): void {
    for (const [path, owner] of [...this.tree.owners])
      if (path === from || path.startsWith(`${from}/`)) {
        this.tree.owners.delete(path);
        this.tree.owners.set(`${to}${path.slice(from.length)}`, owner);
      }
  }
}

/** A socket or device of the real machine: seen, and never opened. */
function unusable({mode, uid, gid, modifiedMs}: OutsideStat): DeviceNode {
  return {
    kind: 'device',
    mode: mode & 0o7777,
    uid,
    gid,
    modifiedMs,
    major: 0,
    minor: 0,
    open: () => {
      throw new SystemError('ENXIO');
    },
  };
}

function resized(bytes: Uint8Array, size: number): Uint8Array {
  if (size > largestFile) throw new SystemError('EFBIG');
  const copy = new Uint8Array(size);
  copy.set(bytes.subarray(0, size));
  return copy;
}

/** Errors of the real disk are the container's. */
function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw systemErrorOf(error, path);
  }
}
