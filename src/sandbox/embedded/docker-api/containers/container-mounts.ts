import type {OutsideFiles} from '../../outside.ts';
import {bindTree} from '../../runtime/fs/bind-tree.ts';
import {copyTree} from '../../runtime/fs/copy-tree.ts';
import {MountTable} from '../../runtime/fs/mounts.ts';
import type {FileSystemNode} from '../../runtime/fs/nodes.ts';
import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {fixedFolder} from '../../runtime/fs/proc-nodes.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import {isSystemError, systemErrorOf} from '../../system-error.ts';
import {ApiRefusal, badRequest} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import type {Volume} from '../volumes/volume.ts';
import type {MountPoint} from './mount-points.ts';

/** A mount of a container that exists; a volume's has its name, also where nobody gave one. */
export interface ContainerMount extends MountPoint {
  /** Nobody gave the volume a name: it may go with the container. */
  readonly anonymous: boolean;
}

/**
 * Makes a new container's mounts real: volumes are made and filled from the image, host folders are checked. Throws in
 * Docker's words.
 */
export function prepareMounts(options: {
  readonly points: readonly MountPoint[];
  readonly containerId: string;
  readonly layer: OverlayDirectory;
  readonly daemon: Daemon;
}): readonly ContainerMount[] {
  const {points, daemon} = options;
  for (const point of points) if (point.type === 'bind') checkBind(point, daemon);
  return points.map((point) => {
    if (point.type !== 'volume') return {...point, anonymous: false};
    const volume = daemon.volumes.ensure(point.name, point.labels);
    volume.users.add(options.containerId);
    if (point.fill) fillVolume(volume, point.destination, options.layer);
    return {...point, name: volume.name, anonymous: point.name === ''};
  });
}

/** An empty volume gets what the image has at its place, its owner and mode included. */
function fillVolume({root}: Volume, path: string, layer: OverlayDirectory): void {
  if (root.names().length > 0) return;
  const there = rootFiles(new MountTable(layer), () => 0).stat(path);
  if (there?.node.kind === 'directory') copyTree(there.node, root);
}

/** What of the simulated host's own files containers may mount: kind's nodes want it. There is nothing in it. */
const hostFolders: ReadonlySet<string> = new Set(['/lib/modules', '/dev/mapper']);

/** Throws unless a bind mount is of a place this engine may show to a container. */
function checkBind({source, makeSource}: MountPoint, daemon: Daemon): void {
  if (hostFolders.has(source)) return;
  const {files} = daemon.outside;
  const folder = daemon.options.bindFolder;
  if (!files || folder === undefined)
    throw new ApiRefusal(
      403,
      `${source} cannot be mounted: there is no folder of your machine here; use a volume (-v name:/path)`,
    );
  if (source !== folder && !source.startsWith(folder.endsWith('/') ? folder : `${folder}/`))
    throw new ApiRefusal(
      403,
      `only the working folder ${folder} can be mounted, and ${source} is outside it; use a folder in it or a volume`,
    );
  if (!makeSource && !isThereOrRefused(files, source, daemon)) throw missing(source);
}

/** The tree behind a mount that keeps its content, now. A missing host folder is made, as `-v` does. */
export function mountRoot(mount: ContainerMount, daemon: Daemon): FileSystemNode {
  if (mount.type === 'volume') return daemon.volumes.require(mount.name).root;
  const {source, makeSource} = mount;
  if (hostFolders.has(source)) return fixedFolder({}, {now: daemon.kernel.bootedMs});
  const {files} = daemon.outside;
  if (!files) throw new ApiRefusal(403, `${source} cannot be mounted: there is no disk here`);
  try {
    if (makeSource && !isThere(files, source)) makeFolders(source, files);
    const root = isThere(files, source) ? bindTree(files, source) : undefined;
    if (root) return root;
  } catch (error) {
    throw diskRefusal(error, source, daemon);
  }
  throw missing(source);
}

function missing(source: string): ApiRefusal {
  return badRequest(`invalid mount config for type "bind": bind source path does not exist: ${source}`);
}

function isThereOrRefused(files: OutsideFiles, source: string, daemon: Daemon): boolean {
  try {
    return isThere(files, source);
  } catch (error) {
    throw diskRefusal(error, source, daemon);
  }
}

function diskRefusal(error: unknown, source: string, {options}: Daemon): ApiRefusal {
  const {code, message} = systemErrorOf(error, source);
  if (code === 'EACCES') return new ApiRefusal(403, `${source} leads out of the working folder ${options.bindFolder}`);
  return new ApiRefusal(500, `error while creating mount source path '${source}': ${message.toLowerCase()}`);
}

/** Also false where not even the folder around it is there. */
function isThere(files: OutsideFiles, path: string): boolean {
  try {
    return files.stat(path) !== undefined;
  } catch (error) {
    if (isSystemError(systemErrorOf(error), 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

function makeFolders(path: string, files: OutsideFiles): void {
  const parent = path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
  if (parent !== '' && !isThere(files, parent)) makeFolders(parent, files);
  files.makeDirectory(path, 0o755);
}
