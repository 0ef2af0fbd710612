import type {Stat} from '../../fs/files.ts';

const blockBytes = 4096;

/** What a file takes of a disk, in blocks of 512 bytes. */
export function blocksOf({kind, size}: Pick<Stat, 'kind' | 'size'>): number {
  if (kind === 'directory') return blockBytes / 512;
  return kind === 'file' ? Math.ceil(size / blockBytes) * (blockBytes / 512) : 0;
}

/** How many names it has; of a directory, itself and what is in it. */
export function linksOf({node}: Stat): number {
  if (node.kind === 'file') return node.links ?? 1;
  if (node.kind !== 'directory') return 1;
  return 2 + node.names().filter((name) => node.get(name)?.kind === 'directory').length;
}

/** What `ls -F` and `ls -p` put behind a name. */
export function typeMark({kind, mode}: Pick<Stat, 'kind' | 'mode'>, onlyFolders: boolean): string {
  if (kind === 'directory') return '/';
  if (onlyFolders) return '';
  if (kind === 'symlink') return '@';
  if (kind === 'fifo') return '|';
  return kind === 'file' && (mode & 0o111) !== 0 ? '*' : '';
}
