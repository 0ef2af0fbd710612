import type {TarHeader} from 'modern-tar';
import type {Files} from '../../../runtime/fs/files.ts';
import type {Attributes, FileSystemNode} from '../../../runtime/fs/nodes.ts';
import {absolutePath, joinPath, parentPath} from '../../../runtime/fs/path.ts';
import {isSystemError, SystemError} from '../../../system-error.ts';
import {TarFault} from '../../images/tar.ts';

/** Something to be put into a tree: an entry of an archive, or a file of another tree. */
export interface Unpacked extends Attributes {
  /** Where, however it is written: nothing leads out of the tree. */
  readonly path: string;
  readonly content: UnpackedContent;
}

export type UnpackedContent =
  | {readonly kind: 'directory'}
  /** `size` may be more than the bytes: a hole at the end. */
  | {readonly kind: 'file'; readonly bytes: Iterable<Uint8Array>; readonly size: number}
  | {readonly kind: 'symlink'; readonly target: string}
  /** One more name of what is in the tree already. */
  | {readonly kind: 'link'; readonly target: string}
  | {readonly kind: 'device' | 'fifo'};

/**
 * Puts one thing into a tree as the daemon unpacks archives: parents are made, what is in the way goes, a directory that
 * is there stays and gets the new mode and owner. Throws TarFaults in the daemon's words.
 */
export function unpack(files: Files, item: Unpacked): void {
  const path = absolutePath(item.path);
  if (path === '/') return;
  // `doing` is what Go's error names before the path.
  let doing = `mkdir ${parentPath(path)}`;
  try {
    if (!files.stat(parentPath(path), {follow: false})) files.makeDirectories(parentPath(path), 0o755);
    const {content} = item;
    doing = `${verbOf(content)} ${path}`;
    const there = files.stat(path, {follow: false});
    if (there && !(there.kind === 'directory' && content.kind === 'directory')) removeAll(files, path);
    if (there?.kind !== 'directory' || content.kind !== 'directory') make(files, path, content);
    // Another name of a file has its attributes already, and they are this one's too.
    const {mode, uid, gid, modifiedMs} = item;
    const changed = content.kind === 'symlink' ? {uid, gid, modifiedMs} : {mode, uid, gid, modifiedMs};
    files.change(path, changed, {follow: false});
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new TarFault(`Error processing tar file(exit status 1): ${doing}: ${error.message.toLowerCase()}`);
  }
}

/** The attributes a header gives, wrong numbers aside. */
export function attributesOf({mode = 0o644, uid = 0, gid = 0, mtime}: TarHeader): Attributes {
  const time = mtime?.getTime() ?? 0;
  return {mode: mode & 0o7777, uid: whole(uid), gid: whole(gid), modifiedMs: Number.isFinite(time) ? time : 0};
}

/** Removes whatever is there, with all that is in it. */
export function removeAll(files: Files, path: string): void {
  const open = [path];
  const emptied: string[] = [];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    if (files.requireStat(here, {follow: false}).kind !== 'directory') {
      files.unlink(here);
      continue;
    }
    emptied.push(here);
    for (const name of files.list(here)) open.push(joinPath(here, name));
  }
  for (const directory of emptied.reverse()) files.removeDirectory(directory);
}

function make(files: Files, path: string, content: UnpackedContent): void {
  switch (content.kind) {
    case 'directory':
      return files.makeDirectory(path, 0o755);
    case 'symlink':
      return files.makeSymlink(path, content.target);
    case 'link':
      return files.link(absolutePath(content.target), path);
    case 'device':
    case 'fifo':
      return files.makeNode(path, closedNode(content.kind));
    case 'file':
      return writeFile(files, path, content);
  }
}

function writeFile(files: Files, path: string, content: Extract<UnpackedContent, {kind: 'file'}>): void {
  files.write(path, '');
  const {node} = files.requireStat(path, {follow: false});
  if (node.kind !== 'file') throw new SystemError('EINVAL', path);
  let at = 0;
  for (const bytes of content.bytes) {
    node.write(at, bytes);
    at += bytes.length;
  }
  if (content.size > at) node.truncate(content.size);
}

/** A device or pipe out of an archive: it is there, and leads nowhere. */
function closedNode(kind: 'device' | 'fifo'): FileSystemNode {
  const attributes = {mode: 0o644, uid: 0, gid: 0, modifiedMs: 0};
  const open = (): never => {
    throw new SystemError('ENXIO');
  };
  return kind === 'device' ? {kind, ...attributes, major: 0, minor: 0, open} : {kind, ...attributes, open};
}

function verbOf(content: UnpackedContent): string {
  switch (content.kind) {
    case 'directory':
      return 'mkdir';
    case 'link':
      return `link ${absolutePath(content.target)}`;
    case 'symlink':
      return `symlink ${content.target}`;
    case 'device':
    case 'fifo':
      return 'mknod';
    case 'file':
      return 'open';
  }
}

function whole(id: number): number {
  return Number.isSafeInteger(id) && id >= 0 ? id : 0;
}
