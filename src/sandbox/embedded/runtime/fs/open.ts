import {SystemError} from '../../system-error.ts';
import type {Descriptor, Opener} from '../process/descriptor.ts';
import type {FileNode, FileSystemNode} from './nodes.ts';

export interface OpenFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly append?: boolean;
  readonly create?: boolean;
  readonly truncate?: boolean;
  /** It must not be there yet. */
  readonly exclusive?: boolean;
  /** Permission bits of a new file, before the umask; 0666 when absent. */
  readonly mode?: number;
}

/** A descriptor on a node that may be used as the flags say. Throws EISDIR for a directory that is to be written. */
export function openNode(options: {
  readonly node: FileSystemNode;
  readonly flags: OpenFlags;
  readonly path: string;
  readonly opener: Opener;
  readonly now: () => number;
}): Descriptor {
  const {node, flags, path, opener} = options;
  switch (node.kind) {
    case 'file':
      return openRegular(node, options);
    case 'device':
      return node.open(opener);
    case 'fifo':
      return node.open(flags.write ? 'write' : 'read');
    case 'directory':
      return directoryDescriptor(path);
    case 'symlink':
      throw new SystemError('ELOOP', path);
  }
}

function openRegular(
  file: FileNode,
  {flags, path, now}: {readonly flags: OpenFlags; readonly path: string; readonly now: () => number},
): Descriptor {
  if (flags.truncate && flags.write) {
    file.truncate(0);
    file.modifiedMs = now();
  }
  let position = 0;
  return {
    name: path,
    get position() {
      return position;
    },
    async read(max) {
      if (!flags.read) throw new SystemError('EBADF', path);
      const bytes = file.read(position, max);
      position += bytes.length;
      // A copy: the file may change before the bytes are used.
      return bytes.length === 0 ? null : bytes.slice();
    },
    async write(bytes) {
      if (!flags.write) throw new SystemError('EBADF', path);
      if (flags.append) position = file.size;
      file.write(position, bytes);
      position += bytes.length;
      file.modifiedMs = now();
    },
    seek(to) {
      position = to;
    },
    close() {},
  };
}

function directoryDescriptor(path: string): Descriptor {
  return {
    name: path,
    read: async () => {
      throw new SystemError('EISDIR', path);
    },
    write: async () => {
      throw new SystemError('EBADF', path);
    },
    seek() {},
    close() {},
  };
}
