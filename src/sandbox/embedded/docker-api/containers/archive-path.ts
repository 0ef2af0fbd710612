import {base64, encode} from '../../bytes/bytes.ts';
import type {Files, Stat} from '../../runtime/fs/files.ts';
import {absolutePath, baseName, joinPath, parentPath} from '../../runtime/fs/path.ts';
import {isSystemError} from '../../system-error.ts';
import {badRequest, notFound} from '../api/refusal.ts';

/** What a client means by a path in a container. */
export interface ArchivePath {
  /** Where it is; a link at the end is the link itself. */
  readonly stat: Stat;
  /** What it is called in an archive: as it was asked for, `.` and `/` among it. */
  readonly name: string;
}

/**
 * Finds a path for `docker cp`: links on the way are followed inside the container alone; one at the end only when a
 * slash is behind it. Throws 400 for no path, 404 when nothing is there.
 */
export function findArchivePath(files: Files, asked: string, container: string): ArchivePath {
  if (asked === '') throw badRequest('bad parameter: path cannot be empty');
  const missing = notFound(`Could not find the file ${asked} in container ${container}`);
  const path = asked.startsWith('/') ? asked : `/${asked}`;
  const follows = /\/\.?$/.test(path);
  try {
    const stat = files.stat(path.replace(/\/\.?$/, '') || '/', {follow: follows});
    if (!stat || (follows && stat.kind !== 'directory')) throw missing;
    return {stat, name: path.endsWith('/.') ? '.' : baseName(absolutePath(path))};
  } catch (error) {
    throw isSystemError(error) ? missing : error;
  }
}

/** Bits of Go's FileMode beyond the permissions: https://pkg.go.dev/io/fs#FileMode */
const goKinds = {directory: 2 ** 31, symlink: 2 ** 27, device: 2 ** 26 + 2 ** 21, fifo: 2 ** 25, file: 0} as const;
const goSpecial: readonly (readonly [number, number])[] = [
  [0o4000, 2 ** 23],
  [0o2000, 2 ** 22],
  [0o1000, 2 ** 20],
];

/** The `X-Docker-Container-Path-Stat` header: base64 of JSON. */
export function pathStatHeader({stat, name}: ArchivePath): {readonly [header: string]: string} {
  const {kind, mode, size, modifiedMs, target, path} = stat;
  const special = goSpecial.reduce((sum, [bit, goBit]) => sum + ((mode & bit) === 0 ? 0 : goBit), 0);
  const text = JSON.stringify({
    name,
    size,
    mode: goKinds[kind] + special + (mode & 0o777),
    mtime: new Date(modifiedMs).toISOString().replace(/\.?0*Z$/, 'Z'),
    linkTarget: kind === 'symlink' ? absolutePath(target, parentPath(path)) : '',
  });
  return {'X-Docker-Container-Path-Stat': base64(encode(text))};
}

/** A path below another, where the other may be `/`. */
export function below(directory: string, name: string): string {
  return absolutePath(joinPath(directory, name));
}
