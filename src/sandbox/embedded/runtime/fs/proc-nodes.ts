import {encode} from '../../bytes/bytes.ts';
import {SystemError} from '../../system-error.ts';
import type {Attributes, DirectoryNode, FileNode, FileSystemNode, SymlinkNode} from './nodes.ts';

/** Who has a generated file and when it was changed: the process it tells of, or root. */
export interface Made {
  readonly uid?: number;
  readonly gid?: number;
  readonly now: number;
}

/** A file whose content is made when it is read. It cannot be written unless `write` takes what is. */
export function madeFile(content: () => string, made: Made, write?: (text: string) => void): FileNode {
  return {
    ...attributesOf(made, write ? 0o644 : 0o444),
    kind: 'file',
    get size() {
      return encode(content()).length;
    },
    read: (offset, length) => encode(content()).slice(offset, offset + length),
    write(_, bytes) {
      if (!write) throw new SystemError('EACCES');
      write(new TextDecoder().decode(bytes));
    },
    truncate(size) {
      if (!write && size > 0) throw new SystemError('EACCES');
    },
  };
}

/** A directory whose entries are made when they are looked at. Nothing can be put into it. */
export function madeFolder(
  entries: {readonly names: () => readonly string[]; readonly get: (name: string) => FileSystemNode | undefined},
  made: Made,
  mode = 0o555,
): DirectoryNode {
  return {
    ...attributesOf(made, mode),
    kind: 'directory',
    names: entries.names,
    get: entries.get,
    own: entries.get,
    makeFile: refuse,
    makeDirectory: refuse,
    makeSymlink: refuse,
    put: refuse,
    remove: refuse,
  };
}

/** A directory with entries that are always the same. */
export function fixedFolder(entries: {readonly [name: string]: () => FileSystemNode}, made: Made): DirectoryNode {
  return madeFolder(
    {names: () => Object.keys(entries), get: (name) => (Object.hasOwn(entries, name) ? entries[name]?.() : undefined)},
    made,
  );
}

/** A symbolic link; `leadsTo` when it leads to something without a path. */
export function madeLink(target: string, made: Made, leadsTo?: () => FileSystemNode | undefined): SymlinkNode {
  return {...attributesOf(made, 0o777), kind: 'symlink', target, ...(leadsTo && {leadsTo})};
}

function attributesOf({uid = 0, gid = 0, now}: Made, mode: number): Attributes {
  return {mode, uid, gid, modifiedMs: now};
}

function refuse(): never {
  throw new SystemError('EPERM');
}
