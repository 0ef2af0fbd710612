import type {Files} from '../../runtime/fs/files.ts';
import {absolutePath, parentPath} from '../../runtime/fs/path.ts';
import {isSystemError} from '../../system-error.ts';
import {ApiRefusal, badRequest} from '../api/refusal.ts';
import {type Chunks, readTar, type TarEntry, TarFault} from '../images/tar.ts';
import {below} from './archive-path.ts';

export interface ExtractOptions {
  /** The container's files, as its host's root sees them. */
  readonly files: Files;
  /** An absolute path of a directory, without links. */
  readonly directory: string;
  readonly keepsKinds: boolean;
  /** Everything belongs to it; as the archive says when absent. */
  readonly owner: {readonly uid: number; readonly gid: number} | undefined;
}

/**
 * Puts an archive into a container, as `docker cp` and the daemon do. Rejects with 400 in their words for a bad
 * archive, for one that leads out of the directory, and where kinds differ that were to be kept.
 */
export async function extract(archive: Chunks, options: ExtractOptions): Promise<void> {
  try {
    for await (const entry of readTar(archive)) await extractOne(entry, options);
  } catch (error) {
    if (error instanceof TarFault) throw badRequest(`Error processing tar file: ${error.message}`);
    if (!isSystemError(error)) throw error;
    throw new ApiRefusal(error.code === 'EROFS' ? 403 : 500, `${error.subject}: ${error.message.toLowerCase()}`);
  }
}

async function extractOne({header, body}: TarEntry, options: ExtractOptions): Promise<void> {
  const {files, directory} = options;
  const path = inside(directory, header.name);
  if (path === directory) return change(files, path, header, options);
  files.makeDirectories(parentPath(path), 0o755);
  if (!clear(path, header.type === 'directory', options)) return change(files, path, header, options);
  switch (header.type ?? 'file') {
    case 'directory':
      files.makeDirectory(path, 0o755);
      break;
    case 'symlink':
      files.makeSymlink(path, checkedLink(directory, path, header.linkname ?? ''));
      return files.change(path, ownerOf(header, options), {follow: false});
    case 'link':
      return files.link(hardLink(directory, header.linkname ?? ''), path);
    case 'file':
      await writeFile(files, path, body);
      break;
    default:
      // Devices and pipes of an archive mean nothing here.
      return;
  }
  change(files, path, header, options);
}

/** Throws unless a name of the archive stays in the directory. */
function inside(directory: string, name: string): string {
  let depth = 0;
  for (const part of name.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) throw badRequest(`"${name}" is outside of "${directory}"`);
  }
  return below(directory, name);
}

function checkedLink(directory: string, path: string, target: string): string {
  // An absolute one is meant from the container's root, and cannot lead out of that.
  const goal = target.startsWith('/') ? path : absolutePath(target, parentPath(path));
  if (!isIn(directory, goal)) throw badRequest(`invalid symlink "${path}" -> "${target}"`);
  return target;
}

function hardLink(directory: string, target: string): string {
  const goal = below(directory, target);
  if (!isIn(directory, goal)) throw badRequest(`invalid hardlink "${goal}" -> "${target}"`);
  return goal;
}

function isIn(directory: string, path: string): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`);
}

/** Makes room at a path. False when a directory is there already, which then stays. */
function clear(path: string, isDirectory: boolean, {files, keepsKinds, directory}: ExtractOptions): boolean {
  const there = files.stat(path, {follow: false});
  if (!there) return true;
  const wasDirectory = there.kind === 'directory';
  if (keepsKinds && wasDirectory && !isDirectory)
    throw badRequest(`cannot overwrite directory "${path}" with non-directory "${directory}"`);
  if (keepsKinds && !wasDirectory && isDirectory)
    throw badRequest(`cannot overwrite non-directory "${path}" with directory "${directory}"`);
  if (wasDirectory && isDirectory) return false;
  removeAll(files, path);
  return true;
}

function removeAll(files: Files, path: string): void {
  if (files.requireStat(path, {follow: false}).kind !== 'directory') return files.unlink(path);
  for (const name of files.list(path)) removeAll(files, below(path, name));
  files.removeDirectory(path);
}

async function writeFile(files: Files, path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  files.write(path, '');
  const {node} = files.requireStat(path);
  let at = 0;
  for await (const bytes of body) {
    if (node.kind === 'file') node.write(at, bytes);
    at += bytes.length;
  }
}

function change(files: Files, path: string, header: TarEntry['header'], options: ExtractOptions): void {
  const modifiedMs = header.mtime?.getTime();
  files.change(path, {
    mode: (header.mode ?? 0o644) & 0o7777,
    ...ownerOf(header, options),
    ...(modifiedMs === undefined || Number.isNaN(modifiedMs) ? {} : {modifiedMs}),
  });
}

function ownerOf({uid = 0, gid = 0}: TarEntry['header'], {owner}: ExtractOptions): {uid: number; gid: number} {
  return {uid: owner?.uid ?? uid, gid: owner?.gid ?? gid};
}
