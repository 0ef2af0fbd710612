import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import {dirname} from 'node:path';
import type {OutsideFiles} from '../../../../../src/sandbox/embedded/outside.ts';

/** The real disk below one folder, as plainly as it goes. */
export function realFiles(folder: string): OutsideFiles {
  const inside = (path: string): string => {
    const real = realpathSync(path === folder ? folder : dirname(path));
    if (real !== folder && !real.startsWith(`${folder}/`)) throw Object.assign(new Error('outside'), {code: 'EACCES'});
    return path;
  };
  return {
    stat(path) {
      const stat = lstatSync(inside(path), {throwIfNoEntry: false});
      if (!stat) return undefined;
      const {size, mode, uid, gid, mtimeMs} = stat;
      const kind = stat.isFile()
        ? 'file'
        : stat.isDirectory()
          ? 'directory'
          : stat.isSymbolicLink()
            ? 'symlink'
            : 'other';
      return {kind, size, mode: mode & 0o7777, uid, gid, modifiedMs: mtimeMs};
    },
    list: (path) => readdirSync(inside(path)),
    read: (path) => Uint8Array.from(readFileSync(inside(path))),
    write: (path, bytes, mode) => writeFileSync(inside(path), bytes, {mode}),
    readLink: (path) => readlinkSync(inside(path)),
    makeDirectory: (path, mode) => void mkdirSync(inside(path), {mode}),
    makeLink: (path, target) => symlinkSync(target, inside(path)),
    rename: (from, to) => renameSync(inside(from), inside(to)),
    remove: (path) => (lstatSync(inside(path)).isDirectory() ? rmdirSync(path) : unlinkSync(path)),
    setMode: (path, mode) => chmodSync(inside(path), mode),
  };
}
