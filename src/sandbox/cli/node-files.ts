import {createReadStream, createWriteStream, type Stats} from 'node:fs';
import * as fs from 'node:fs/promises';
import {resolve} from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {systemCode} from '../../errors.ts';
import {type ByteStream, type CommandFiles, FileError, type FileKind, type FileStat} from './context.ts';

const words: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  EEXIST: 'file exists',
  ENOTEMPTY: 'directory not empty',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
  ELOOP: 'too many levels of symbolic links',
};

/** The files of this machine, from a working folder. */
export function nodeFiles(folder: string): CommandFiles {
  const at = (path: string) => resolve(folder, path);
  const worded = async <T>(verb: string, path: string, work: (full: string) => Promise<T>): Promise<T> => {
    try {
      return await work(at(path));
    } catch (error) {
      throw fileError(verb, path, error);
    }
  };
  return {
    folder,
    stat: (path, {follow = false} = {}) =>
      worded(follow ? 'stat' : 'lstat', path, async (full) => {
        try {
          return statOf(await (follow ? fs.stat(full) : fs.lstat(full)));
        } catch (error) {
          if (systemCode(error) === 'ENOENT') return undefined;
          throw error;
        }
      }),
    list: (path) => worded('open', path, async (full) => (await fs.readdir(full)).sort()),
    read: (path) => readFile(path, at(path)),
    readLink: (path) => worded('readlink', path, (full) => fs.readlink(full)),
    write: (path, bytes, mode) =>
      worded('open', path, (full) =>
        pipeline(Readable.from(bytes), createWriteStream(full, mode === undefined ? {} : {mode})),
      ),
    create: (path) => worded('open', path, async (full) => (await fs.open(full, 'wx')).close()),
    makeFolder: (path, {parents = false, mode} = {}) =>
      worded('mkdir', path, async (full) => {
        await fs.mkdir(full, {recursive: parents, ...(mode === undefined ? {} : {mode})});
      }),
    makeLink: (path, target) => worded('symlink', path, (full) => fs.symlink(target, full)),
    makeHardLink: (path, existing) => worded('link', path, (full) => fs.link(at(existing), full)),
    setMode: (path, mode) => worded('chmod', path, (full) => fs.chmod(full, mode)),
    setOwner: (path, uid, gid) => worded('lchown', path, (full) => fs.lchown(full, uid, gid)),
    setModified: (path, ms) => worded('chtimes', path, (full) => fs.lutimes(full, ms / 1000, ms / 1000)),
    remove: (path) => worded('remove', path, (full) => fs.rm(full, {recursive: true, force: true})),
  };
}

async function* readFile(path: string, full: string): ByteStream & AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(full)) if (piece instanceof Uint8Array) yield piece;
  } catch (error) {
    throw fileError(systemCode(error) === 'EISDIR' ? 'read' : 'open', path, error);
  }
}

function fileError(verb: string, path: string, error: unknown): Error {
  const code = systemCode(error);
  if (code === '') return error instanceof Error ? error : new Error(String(error));
  return new FileError(code, `${verb} ${path}: ${words[code] ?? code}`);
}

function statOf(stats: Stats): FileStat {
  return {
    kind: kindOf(stats),
    sizeBytes: stats.size,
    mode: stats.mode & 0o7777,
    modifiedMs: stats.mtimeMs,
    uid: stats.uid,
    gid: stats.gid,
  };
}

function kindOf(stats: Stats): FileKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}
