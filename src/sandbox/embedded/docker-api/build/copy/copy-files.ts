import type {Files} from '../../../runtime/fs/files.ts';
import {MountTable} from '../../../runtime/fs/mounts.ts';
import type {DirectoryNode, FileNode, FileSystemNode} from '../../../runtime/fs/nodes.ts';
import type {OverlayDirectory} from '../../../runtime/fs/overlay.ts';
import {absolutePath, baseName, joinPath, parentPath} from '../../../runtime/fs/path.ts';
import {rootFiles} from '../../../runtime/fs/root-files.ts';
import {root} from '../../../runtime/process/credentials.ts';
import type {Kernel} from '../../../runtime/process/kernel.ts';
import {isSystemError, SystemError} from '../../../system-error.ts';
import {ApiRefusal} from '../../api/refusal.ts';
import {TarFault} from '../../images/tar.ts';
import {resolveIn, type Scoped, walkTree} from '../context/scoped-path.ts';
import {type Unpacked, type UnpackedContent, unpack} from '../context/unpack.ts';
import {unpackTar} from '../context/unpack-tar.ts';
import {contentOf, withArchive} from './archive-source.ts';
import type {Owner} from './owner.ts';
import type {Copied} from './source.ts';

/** A COPY or ADD that is about to be done. */
export interface Copying {
  readonly found: readonly Copied[];
  /** Absolute; with a slash at its end it is a directory. */
  readonly goal: string;
  /** The new layer, over the image. */
  readonly layer: OverlayDirectory;
  /** Everything belongs to it; undefined: as it was. */
  readonly owner: Owner | undefined;
  /** ADD unpacks archives. */
  readonly unpacks: boolean;
  /** Where the layer would be on a real disk: error texts name it. */
  readonly place: string;
  readonly kernel: Kernel;
}

const theRoot: Owner = {uid: 0, gid: 0};

/** Copies files into a new layer. Throws in the daemon's words. */
export async function copyFiles(copying: Copying): Promise<void> {
  const files = rootFiles(new MountTable(copying.layer), () => copying.kernel.clock.now());
  for (const each of copying.found) {
    try {
      await copyOne(each, copying, files);
    } catch (error) {
      if (error instanceof TarFault) throw new ApiRefusal(500, `failed to copy files: ${error.message}`);
      if (!isSystemError(error)) throw error;
      throw new ApiRefusal(500, `failed to copy files: ${error.subject}: ${error.message.toLowerCase()}`);
    }
  }
}

async function copyOne(source: Copied, copying: Copying, files: Files): Promise<void> {
  const {layer, goal, kernel} = copying;
  const there = attempt(`lstat ${copying.place}${goal.replace(/\/$/, '')}`, () => resolveIn(layer, goal));
  const {node} = source;
  if (node?.kind === 'directory') {
    await copyDirectory({path: source.path, node}, there, copying, files);
    return;
  }
  if (node?.kind === 'file' && copying.unpacks) {
    const done = await withArchive(node, kernel, async (archive) => {
      const inside = directoryAt(there.path, theRoot, copying, files);
      await unpackTar(archive, {files: inside, breathe: () => kernel.yield()});
      return true;
    });
    if (done) return;
  }
  const isInto = goal.endsWith('/') || there.node?.kind === 'directory';
  const path = isInto ? joinPath(there.path, baseName(source.asked)) : there.path;
  const directory = parentPath(path);
  makeParents(`failed to create new directory: mkdir ${copying.place}${directory}`, directory, copying, files);
  if (node) unpack(files, {path, ...attributesFor(node, copying.owner), content: contentFor(node)});
}

async function copyDirectory(
  source: Scoped & {readonly node: DirectoryNode},
  there: Scoped,
  copying: Copying,
  files: Files,
): Promise<void> {
  const {owner, kernel} = copying;
  const isNew = there.node?.kind !== 'directory';
  const inside = directoryAt(there.path, theRoot, copying, files);
  const names = new Map<FileSystemNode, string>();
  const directories: Unpacked[] = [];
  let count = 0;
  for (const {path, node} of walkTree({path: '/', node: source.node})) {
    if (!node || path === '/') continue;
    const first = node.kind === 'file' ? names.get(node) : undefined;
    if (first === undefined) names.set(node, path);
    const content = first === undefined ? contentFor(node) : ({kind: 'link', target: first} as const);
    const item = {path, ...attributesFor(node, owner), content};
    unpack(inside, item);
    if (node.kind === 'directory') directories.push(item);
    count += 1;
    if (count % 200 === 0) await kernel.yield();
  }
  // What was put into them since has changed their times.
  for (const {path, modifiedMs} of directories) inside.change(path, {modifiedMs}, {follow: false});
  if (owner && isNew) files.change(there.path, owner);
}

/** The files of a directory as if it were the root of everything; it is made when it is missing. */
function directoryAt(path: string, owner: Owner, copying: Copying, files: Files): Files {
  const {kernel} = copying;
  makeParents(`failed to copy directory: mkdir ${copying.place}${path}`, path, {...copying, owner}, files);
  const {mounts} = files;
  const {node} = mounts.own(mounts.find(path, {follow: false, user: root}));
  if (node?.kind !== 'directory') throw new SystemError('ENOTDIR', path);
  return rootFiles(new MountTable(node), () => kernel.clock.now());
}

/** Directories that are missing are made, and belong to whom the copy does. */
function makeParents(doing: string, path: string, {owner}: Pick<Copying, 'owner'>, files: Files): void {
  attempt(doing, () => {
    let at = '';
    for (const name of absolutePath(path).split('/').slice(1)) {
      at = `${at}/${name}`;
      const there = name === '' ? undefined : files.stat(at);
      if (name === '' || there?.kind === 'directory') continue;
      if (there) throw new SystemError('ENOTDIR', at);
      files.makeDirectory(at, 0o755);
      files.change(at, owner ?? theRoot);
    }
  });
}

/** A new owner takes the set-id bits of a file away, as Linux does. */
function attributesFor(
  node: FileSystemNode,
  owner: Owner | undefined,
): Pick<Unpacked, 'mode' | 'uid' | 'gid' | 'modifiedMs'> {
  const {mode, uid, gid, modifiedMs} = node;
  if (!owner) return {mode, uid, gid, modifiedMs};
  const cleared = (mode & 0o010) === 0 ? 0o4000 : 0o6000;
  return {mode: node.kind === 'directory' ? mode : mode & ~cleared, ...owner, modifiedMs};
}

function contentFor(node: FileSystemNode): UnpackedContent {
  switch (node.kind) {
    case 'directory':
    case 'device':
    case 'fifo':
      return {kind: node.kind};
    case 'symlink':
      return {kind: 'symlink', target: node.target};
    case 'file':
      return {kind: 'file', bytes: contentOf(node satisfies FileNode), size: node.size};
  }
}

/** Names what was done when it failed, as Go does. */
function attempt<Result>(doing: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw isSystemError(error) ? new SystemError(error.code, doing) : error;
  }
}
