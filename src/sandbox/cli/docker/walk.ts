import type {TarHeader} from 'modern-tar';
import type {CommandFiles, FileStat} from '../context.ts';
import type {TarItem} from '../tar.ts';
import type {IgnoreRules} from './ignore.ts';

/** What to pack of a folder. */
export interface Walk {
  readonly files: CommandFiles;
  /** Absolute. */
  readonly root: string;
  readonly rules?: IgnoreRules;
  /** The name of an entry from its path below `root`; the path itself when left out. */
  readonly nameOf?: (path: string) => string;
  /** Everything belongs to root. */
  readonly ownedByRoot?: boolean;
}

/** Everything below a folder, in the order of names, folders before what is in them. */
export async function* walkFolder(walk: Walk, folder = ''): AsyncGenerator<TarItem> {
  const {files, root, rules} = walk;
  for (const name of await files.list(folder === '' ? root : `${root}/${folder}`)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const stat = await files.stat(`${root}/${path}`);
    if (stat === undefined) continue;
    if (rules?.excludes(path)) {
      if (stat.kind === 'folder' && rules.mayHoldIncluded(path)) yield* walkFolder(walk, path);
      continue;
    }
    const item = await packFile(walk, path, stat);
    if (item !== undefined) yield item;
    if (stat.kind === 'folder') yield* walkFolder(walk, path);
  }
}

/** One file, folder or link as an entry; nothing else can be packed. */
export async function packFile(walk: Walk, path: string, stat: FileStat): Promise<TarItem | undefined> {
  const {files, root, nameOf = (own) => own, ownedByRoot = false} = walk;
  const full = path === '' ? root : `${root}/${path}`;
  const name = nameOf(path);
  const header: Omit<TarHeader, 'name' | 'size'> = {
    mode: stat.mode,
    mtime: new Date(Math.floor(stat.modifiedMs / 1000) * 1000),
    uid: ownedByRoot ? 0 : stat.uid,
    gid: ownedByRoot ? 0 : stat.gid,
  };
  switch (stat.kind) {
    case 'folder':
      return {header: {...header, name: `${name.replace(/\/$/, '')}/`, size: 0, type: 'directory'}};
    case 'link':
      return {header: {...header, name, size: 0, type: 'symlink', linkname: await files.readLink(full)}};
    case 'file':
      return {header: {...header, name, size: stat.sizeBytes, type: 'file'}, body: files.read(full)};
    case 'other':
      return undefined;
  }
}
