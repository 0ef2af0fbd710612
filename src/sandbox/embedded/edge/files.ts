import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  type Stats,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import {basename, dirname, isAbsolute, join, resolve, sep} from 'node:path';
import type {OutsideFiles, OutsideStat} from '../outside.ts';

/** Files are read and written whole. */
const largestBytes = 64 * 1024 * 1024;
/** A file of the learner's never runs with another's rights: those bits are not set on the real disk. */
const settableMode = 0o777;
// Not there on Windows, where `lstat` alone tells a link.
const noFollow = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The real files in one folder, for bind mounts. No path and no symbolic link leads out of it, and devices, pipes and
 * sockets in it are seen and never opened.
 */
export class NodeFiles implements OutsideFiles {
  readonly #root: string;

  constructor(folder: string) {
    this.#root = resolve(folder);
  }

  stat(path: string): OutsideStat | undefined {
    const stats = lstatSync(this.#inside(path), {throwIfNoEntry: false});
    return stats && statOf(stats);
  }

  list(path: string): readonly string[] {
    const real = this.#inside(path);
    if (!lstatSync(real).isDirectory()) throw failure('ENOTDIR', path);
    return readdirSync(real);
  }

  read(path: string): Uint8Array {
    return readFile(this.#inside(path), path);
  }

  write(path: string, bytes: Uint8Array, mode: number): void {
    writeFile(this.#below(path), {path, bytes, mode: mode & settableMode});
  }

  readLink(path: string): string {
    return readlinkSync(this.#inside(path));
  }

  makeDirectory(path: string, mode: number): void {
    const real = this.#below(path);
    mkdirSync(real);
    // The umask of this process is not the container's.
    chmodSync(real, mode & settableMode);
  }

  makeLink(path: string, target: string): void {
    symlinkSync(target, this.#below(path));
  }

  rename(from: string, to: string): void {
    renameSync(this.#below(from), this.#below(to));
  }

  remove(path: string): void {
    const real = this.#below(path);
    if (lstatSync(real).isDirectory()) rmdirSync(real);
    else unlinkSync(real);
  }

  setMode(path: string, mode: number): void {
    const real = this.#inside(path);
    if (lstatSync(real).isSymbolicLink()) throw failure('ELOOP', path);
    chmodSync(real, mode & settableMode);
  }

  /** Where a path really is; what the last part of it links to is not looked at. Throws EACCES outside the folder. */
  #inside(path: string): string {
    const parts = path.split(sep === '/' ? '/' : /[\\/]/);
    if (!isAbsolute(path) || path.includes('\0') || parts.includes('..')) throw failure('EACCES', path);
    const wanted = resolve(path);
    const realRoot = realpathSync(this.#root);
    if (wanted === this.#root) return realRoot;
    if (!isBelow(this.#root, wanted)) throw failure('EACCES', path);
    const parent = realpathSync(dirname(wanted));
    if (parent !== realRoot && !isBelow(realRoot, parent)) throw failure('EACCES', path);
    return join(parent, basename(wanted));
  }

  /** The same for what is made, moved or removed, which the folder itself is not. */
  #below(path: string): string {
    if (resolve(path) === this.#root) throw failure('EBUSY', path);
    return this.#inside(path);
  }
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

function readFile(real: string, path: string): Uint8Array {
  return withFile(real, constants.O_RDONLY, path, (file, {size}) => {
    if (size > largestBytes) throw failure('EFBIG', path);
    return Uint8Array.from(readFileSync(file));
  });
}

function writeFile(
  real: string,
  {path, bytes, mode}: {readonly path: string; readonly bytes: Uint8Array; readonly mode: number},
): void {
  if (bytes.length > largestBytes) throw failure('EFBIG', path);
  withFile(real, constants.O_WRONLY | constants.O_CREAT, path, (file, stats) => {
    ftruncateSync(file, 0);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, at);
    if ((stats.mode & settableMode) !== mode) fchmodSync(file, mode);
  });
}

/** Opens a regular file and nothing else. */
function withFile<T>(real: string, flags: number, path: string, use: (file: number, stats: Stats) => T): T {
  const there = lstatSync(real, {throwIfNoEntry: false});
  if (there?.isDirectory()) throw failure('EISDIR', path);
  if (there?.isSymbolicLink()) throw failure('ELOOP', path);
  if (there && !there.isFile()) throw failure('EACCES', path);
  const file = openSync(real, flags | noFollow, 0o600);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw failure('EACCES', path);
    return use(file, stats);
  } finally {
    closeSync(file);
  }
}

function statOf(stats: Stats): OutsideStat {
  const {size, mode, uid, gid, mtimeMs} = stats;
  return {kind: kindOf(stats), size, mode: mode & 0o7777, uid, gid, modifiedMs: mtimeMs};
}

function kindOf(stats: Stats): OutsideStat['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symlink' : 'other';
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), {code});
}
