import type {Descriptor, Opener} from '../process/descriptor.ts';

/** What every file, directory or link has. `mode` holds the permission bits alone (07777). */
export interface Attributes {
  mode: number;
  uid: number;
  gid: number;
  modifiedMs: number;
}

/** A regular file. Reading beyond its end gives fewer bytes; writing beyond it fills with zeros. */
export interface FileNode extends Attributes {
  readonly kind: 'file';
  readonly size: number;
  /** How many names it has; one when absent. */
  links?: number;
  read(offset: number, length: number): Uint8Array;
  /** Throws ENOSPC when the disk budget is used up. */
  write(offset: number, bytes: Uint8Array): void;
  truncate(size: number): void;
}

export interface SymlinkNode extends Attributes {
  readonly kind: 'symlink';
  readonly target: string;
  /** Where it leads when that is no path, as with the open files in /proc; undefined: where `target` says. */
  leadsTo?(): FileSystemNode | undefined;
}

/** A character device: `/dev/null`, a terminal. Whoever opens it gets what it makes of that process. */
export interface DeviceNode extends Attributes {
  readonly kind: 'device';
  /** As `ls -l` shows them. */
  readonly major: number;
  readonly minor: number;
  open(opener: Opener): Descriptor;
}

/** A named pipe. */
export interface FifoNode extends Attributes {
  readonly kind: 'fifo';
  open(mode: 'read' | 'write'): Descriptor;
}

export interface DirectoryNode extends Attributes {
  readonly kind: 'directory';
  get(name: string): FileSystemNode | undefined;
  names(): readonly string[];
  /**
   * The entry as something that may be changed: an image's is copied up into the container's layer first. Throws EROFS
   * where nothing may be changed.
   */
  own(name: string): FileSystemNode | undefined;
  /** A new, empty entry, owned by whoever is named in `attributes`; replaces nothing: the name must be free. */
  makeFile(name: string, attributes: Attributes): FileNode;
  makeDirectory(name: string, attributes: Attributes): DirectoryNode;
  makeSymlink(name: string, target: string, attributes: Attributes): SymlinkNode;
  /** Puts a node there, one of this tree or a device; replaces what has the name. Throws EXDEV for one it cannot hold. */
  put(name: string, node: FileSystemNode): void;
  /** Whatever has the name is gone, a directory with all that is in it. */
  remove(name: string): void;
}

export type FileSystemNode = FileNode | DirectoryNode | SymlinkNode | DeviceNode | FifoNode;

/** Type character and bits, as `ls -l` shows them: `drwxr-xr-x`. */
export function modeText({kind, mode}: Pick<FileSystemNode, 'kind' | 'mode'>): string {
  const type = {file: '-', directory: 'd', symlink: 'l', device: 'c', fifo: 'p'}[kind];
  const triple = (shift: number, special: number, letter: string): string => {
    const bits = (mode >> shift) & 7;
    const has = (mode & special) !== 0;
    const execute = (bits & 1) !== 0;
    const last = has ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  return `${type}${triple(6, 0o4000, 's')}${triple(3, 0o2000, 's')}${triple(0, 0o1000, 't')}`;
}
