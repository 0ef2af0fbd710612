import type {CommandFiles, FileStat} from '../../context.ts';
import {cleanPath} from '../../paths.ts';
import type {TarItem} from '../../tar.ts';
import {packFile, walkFolder} from '../walk.ts';
import {assertsFolder, type CopyPlan, type CopySource, renamed, splitPath} from './copy-paths.ts';

/** A place of our own to copy from. */
export interface LocalSource extends CopySource {
  readonly stat: FileStat;
}

/** Looks at what is to be copied; `followsLinks` copies what a link leads to. Throws in docker's words. */
export async function localSource(files: CommandFiles, path: string, followsLinks: boolean): Promise<LocalSource> {
  const stat = await files.stat(path.replace(/\/+$/, '') || '/', {follow: followsLinks || assertsFolder(path)});
  if (stat === undefined) {
    const {parent, base} = splitPath(path);
    throw new Error(`lstat ${parent}/${base}: no such file or directory`);
  }
  if (assertsFolder(path) && stat.kind !== 'folder') throw new Error('not a directory');
  return {path, stat, isFolder: stat.kind === 'folder', rebaseName: ''};
}

/** The entries of an archive of it, renamed as planned. */
export async function* packSource(files: CommandFiles, source: LocalSource, plan: CopyPlan): AsyncGenerator<TarItem> {
  const {base} = splitPath(source.path);
  const root = cleanPath(source.path);
  const own = base === '/' ? '' : base;
  const nameOf = (path: string) => renamed(path === '' ? own : `${own === '' ? '' : `${own}/`}${path}`, plan);
  const walk = {files, root, nameOf};
  const first = await packFile(walk, '', source.stat);
  if (first !== undefined && first.header.name !== '/') yield first;
  if (source.isFolder) yield* walkFolder(walk);
}
