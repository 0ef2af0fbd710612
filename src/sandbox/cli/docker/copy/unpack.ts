import type {ByteStream, CommandFiles} from '../../context.ts';
import {cleanPath, resolvePath} from '../../paths.ts';
import {type ReadTarItem, readTarStream} from '../../tar.ts';
import {type CopyPlan, renamed} from './copy-paths.ts';

/** Unpacks an archive into a folder of our own, its entries renamed. Nothing is written outside of it. */
export async function unpackInto(files: CommandFiles, archive: ByteStream, plan: CopyPlan): Promise<void> {
  const folders: {readonly path: string; readonly ms: number}[] = [];
  for await (const item of readTarStream(archive)) {
    const name = cleanPath(renamed(item.header.name, plan));
    const path = resolvePath(plan.folder, name);
    if (!isInside(plan.folder, path))
      throw new Error(`${JSON.stringify(path)} is outside of ${JSON.stringify(plan.folder)}`);
    await unpackItem(files, item, {path, plan});
    if (item.header.type === 'directory') folders.push({path, ms: item.header.mtime?.getTime() ?? 0});
  }
  // Last, since each file that was put into a folder has changed its time.
  for (const {path, ms} of folders.reverse()) await files.setModified(path, ms);
}

function isInside(folder: string, path: string): boolean {
  const root = cleanPath(folder);
  return root === '/' || path === root || path.startsWith(`${root}/`);
}

async function unpackItem(
  files: CommandFiles,
  {header, body}: ReadTarItem,
  {path, plan}: {readonly path: string; readonly plan: CopyPlan},
): Promise<void> {
  const there = await files.stat(path);
  const isFolder = header.type === 'directory';
  if (there !== undefined && (there.kind === 'folder') !== isFolder) {
    const what = isFolder ? 'non-directory' : 'directory';
    throw new Error(
      `cannot overwrite ${what} ${JSON.stringify(path)} with ${isFolder ? 'directory' : 'non-directory'} ${JSON.stringify(plan.folder)}`,
    );
  }
  if (there !== undefined && !isFolder) await files.remove(path);
  const mode = header.mode ?? 0o644;
  switch (header.type) {
    case 'directory':
      if (there === undefined) await files.makeFolder(path, {parents: true, mode});
      await files.setMode(path, mode);
      return;
    case 'symlink':
      await files.makeLink(path, header.linkname ?? '');
      return;
    case 'link':
      await files.makeHardLink(path, resolvePath(plan.folder, renamed(header.linkname ?? '', plan)));
      return;
    default:
      await files.write(path, body, mode);
      await files.setMode(path, mode);
      await files.setModified(path, header.mtime?.getTime() ?? 0);
  }
}
