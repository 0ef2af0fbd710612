import {encode} from '../../bytes/bytes.ts';
import {MemoryFile} from '../fs/memory-file.ts';
import type {Attributes} from '../fs/nodes.ts';
import {layerOver, OverlayDirectory} from '../fs/overlay.ts';
import {baseName, parentPath} from '../fs/path.ts';
import {executableBytes} from '../process/executable.ts';
import type {FileDefinition, LayerFiles} from './define-image.ts';

/**
 * Puts the files of a definition into a layer; what is there already under such a name is replaced, a directory keeps
 * what is in it. Throws when a path leads through something that is no directory, or a `link` to nothing.
 */
export function layFiles(root: OverlayDirectory, files: LayerFiles, modifiedMs: number): void {
  const made = new Map<string, MemoryFile>();
  // Sorted, so that a directory comes before what is in it; links last, when what they name is there.
  const paths = Object.keys(files).sort();
  for (const path of paths) {
    const file = files[path];
    if (file && !('link' in file)) layFile(root, {path, file, modifiedMs, made});
  }
  for (const path of paths) {
    const file = files[path];
    if (!file || !('link' in file)) continue;
    const target = made.get(file.link);
    if (!target) throw new Error(`${path} links to ${file.link}, which is no file of the same layer`);
    directoryAt(root, parentPath(path), modifiedMs).put(baseName(path), target);
  }
}

function layFile(
  root: OverlayDirectory,
  given: {
    readonly path: string;
    readonly file: FileDefinition;
    readonly modifiedMs: number;
    readonly made: Map<string, MemoryFile>;
  },
): void {
  const {path, file, modifiedMs, made} = given;
  const {uid = 0, gid = 0} = file;
  const attributes = (mode: number): Attributes => ({mode: file.mode ?? mode, uid, gid, modifiedMs});
  if ('directory' in file) {
    Object.assign(directoryAt(root, path, modifiedMs), attributes(0o755));
    return;
  }
  const parent = directoryAt(root, parentPath(path), modifiedMs);
  const name = baseName(path);
  if ('symlink' in file) {
    parent.makeSymlink(name, file.symlink, attributes(0o777));
  } else if (!('link' in file)) {
    const node = new MemoryFile({
      layer: root.layer,
      budget: root.budget,
      attributes: attributes('program' in file ? 0o755 : 0o644),
      bytes: contentOf(file),
      ...(file.size === undefined ? {} : {size: file.size}),
    });
    parent.put(name, node);
    made.set(path, node);
  }
}

function contentOf(
  file: {readonly text: string} | {readonly bytes: Uint8Array} | {readonly program: string},
): Uint8Array {
  if ('text' in file) return encode(file.text);
  return 'bytes' in file ? file.bytes : executableBytes(file.program);
}

function directoryAt(root: OverlayDirectory, path: string, modifiedMs: number): OverlayDirectory {
  let here = root;
  for (const name of path.split('/').filter((part) => part !== '')) {
    const next = here.own(name) ?? here.makeDirectory(name, {mode: 0o755, uid: 0, gid: 0, modifiedMs});
    if (!(next instanceof OverlayDirectory)) throw new Error(`${path} leads through ${name}, which is no directory`);
    here = next;
  }
  return here;
}

/** A layer of its own for a definition's files. */
export function layerOfFiles(
  files: LayerFiles,
  options: {
    readonly lower: OverlayDirectory | undefined;
    readonly budget: OverlayDirectory['budget'];
    readonly modifiedMs: number;
  },
): OverlayDirectory {
  const root = layerOver(options.lower, {budget: options.budget});
  layFiles(root, files, options.modifiedMs);
  return root;
}
