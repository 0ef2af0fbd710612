import type {PersistentVolume, PersistentVolumeClaim} from 'kubernetes-types/core/v1';
import type {Stored} from '../../../kubernetes-api/object.ts';
import {wholeOf} from '../../../kubernetes-api/values/quantity.ts';
import type {Files} from '../../../runtime/fs/files.ts';
import type {FileSystemNode} from '../../../runtime/fs/nodes.ts';
import {layerOver} from '../../../runtime/fs/overlay.ts';
import {releaseLayer} from '../../../runtime/fs/release-layer.ts';
import {rootFiles} from '../../../runtime/fs/root-files.ts';
import {tmpfs} from '../../../runtime/fs/tmpfs.ts';
import {isSystemError} from '../../../system-error.ts';
import {namespaceOf} from '../pod.ts';
import {configMapFiles, downwardFiles, secretFiles, tokenFile} from './content.ts';
import {MountFault, type VolumeContext, type VolumeTree} from './volume.ts';
import {type WrittenFile, type WrittenFiles, WrittenTree} from './written-tree.ts';

const usualMode = 0o644;

/** Sets a volume up. Throws a MountFault. */
export function makeVolume(context: VolumeContext): VolumeTree {
  const {volume} = context;
  if (volume.emptyDir) return emptyDir(context, volume.emptyDir.medium === 'Memory', volume.emptyDir.sizeLimit);
  if (volume.configMap || volume.secret || volume.projected || volume.downwardAPI) return written(context);
  if (volume.hostPath) return hostPath(context, volume.hostPath.path, volume.hostPath.type ?? '');
  const claim = volume.persistentVolumeClaim?.claimName ?? ownClaim(context);
  if (claim !== undefined) return claimed(context, claim, volume.persistentVolumeClaim?.readOnly === true);
  const kind = Object.keys(volume).find((field) => field !== 'name');
  // A volume that says nothing is an empty folder.
  if (kind === undefined) return emptyDir(context, false, undefined);
  throw new MountFault(`volumes of the kind ${kind} are not simulated by the embedded engine of k8s-learn`);
}

function ownClaim({pod, volume}: VolumeContext): string | undefined {
  return volume.ephemeral ? `${pod.metadata.name}-${volume.name}` : undefined;
}

function emptyDir({node, pod}: VolumeContext, inMemory: boolean, sizeLimit: string | undefined): VolumeTree {
  const {kernel} = node;
  const now = kernel.clock.now();
  const gid = pod.spec?.securityContext?.fsGroup;
  const attributes = {mode: gid === undefined ? 0o777 : 0o2777, uid: 0, gid: gid ?? 0, modifiedMs: now};
  if (!inMemory) {
    const root = layerOver(undefined, {budget: kernel.disk, attributes});
    const limit = sizeLimit === undefined ? {} : {limitBytes: wholeOf(sizeLimit)};
    return {root, ...limit, release: () => releaseLayer(root)};
  }
  const root = tmpfs({sizeBytes: wholeOf(sizeLimit), mode: attributes.mode, now, whole: kernel.disk});
  root.gid = attributes.gid;
  return {root, type: 'tmpfs', release: () => releaseLayer(root)};
}

function written(context: VolumeContext): VolumeTree {
  const tree = new WrittenTree(context.node, context.pod.spec?.securityContext?.fsGroup);
  tree.write(filesOf(context));
  return {
    root: tree.root,
    type: 'tmpfs',
    readOnly: true,
    refresh: (now) => void tree.write(filesOf(now)),
    release: () => releaseLayer(tree.root),
  };
}

function filesOf(context: VolumeContext): WrittenFiles {
  const {configMap, secret, projected, downwardAPI} = context.volume;
  if (configMap) return configMapFiles(context, keyedOf(configMap, configMap.defaultMode));
  if (secret) return secretFiles(context, keyedOf({...secret, name: secret.secretName ?? ''}, secret.defaultMode));
  if (downwardAPI) return downwardFiles(context, downwardAPI.items ?? [], downwardAPI.defaultMode ?? usualMode);
  const mode = projected?.defaultMode ?? usualMode;
  const files = new Map<string, WrittenFile>();
  for (const source of projected?.sources ?? []) {
    const {serviceAccountToken} = source;
    if (serviceAccountToken) files.set(serviceAccountToken.path, tokenFile(context, serviceAccountToken, mode));
    const more = [
      source.configMap && configMapFiles(context, keyedOf(source.configMap, mode)),
      source.secret && secretFiles(context, keyedOf(source.secret, mode)),
      source.downwardAPI && downwardFiles(context, source.downwardAPI.items ?? [], mode),
    ];
    for (const part of more) for (const [path, file] of part ?? []) files.set(path, file);
  }
  return files;
}

function keyedOf(
  {
    name = '',
    items,
    optional = false,
  }: Partial<Pick<Parameters<typeof configMapFiles>[1], 'name' | 'items' | 'optional'>>,
  mode: number | undefined,
): Parameters<typeof configMapFiles>[1] {
  return {name, items, optional, mode: mode ?? usualMode};
}

/** A file or folder of the node. https://kubernetes.io/docs/concepts/storage/volumes/#hostpath-volume-types */
function hostPath({node}: VolumeContext, path: string, type: string): VolumeTree {
  const files = rootFiles(node.mounts, node.kernel.clock.now);
  try {
    prepareHostPath(files, path, type);
    const root = ownNode(files, path);
    const inner = node.mounts
      .list()
      .filter((mount) => mount.path !== path && mount.path.startsWith(path === '/' ? '/' : `${path}/`))
      .map((mount) => ({
        path: mount.path.slice(path === '/' ? 0 : path.length),
        root: mount.root,
        readOnly: mount.readOnly,
      }));
    return {root, inner, release: () => {}};
  } catch (error) {
    if (isSystemError(error)) throw new MountFault(`mkdir ${path}: ${error.message.toLowerCase()}`);
    throw error;
  }
}

function prepareHostPath(files: Files, path: string, type: string): void {
  const kind = files.stat(path)?.kind;
  const fault = (what: string): MountFault => new MountFault(`hostPath type check failed: ${path} is not ${what}`);
  switch (type) {
    case 'Directory':
      if (kind !== 'directory') throw fault('a directory');
      return;
    case 'File':
      if (kind !== 'file') throw fault('a file');
      return;
    case 'Socket':
      throw fault('a socket file');
    case 'CharDevice':
      if (kind !== 'device') throw fault('a character device');
      return;
    case 'FileOrCreate':
      if (kind === undefined) files.write(path, '');
      else if (kind !== 'file') throw fault('a file');
      return;
    case 'DirectoryOrCreate':
      if (kind === undefined) files.makeDirectories(path, 0o755);
      else if (kind !== 'directory') throw fault('a directory');
      return;
    default:
      if (kind === undefined) files.makeDirectories(path, 0o755);
  }
}

/** The node itself, not an image's: what a container writes there is there for everybody. */
function ownNode(files: Files, path: string): FileSystemNode {
  const {mounts} = files;
  const place = mounts.find(path, {follow: true, user: {uid: 0, gid: 0, groups: []}});
  const {node} = mounts.own({...place, readOnly: false});
  if (!node) throw new MountFault(`${path} is not there`);
  return node;
}

function claimed(context: VolumeContext, claimName: string, readOnly: boolean): VolumeTree {
  const {client, pod} = context;
  const claim = client.find<Stored<PersistentVolumeClaim>>('persistentvolumeclaims', namespaceOf(pod), claimName);
  if (!claim) throw new MountFault(`persistentvolumeclaim "${claimName}" not found`);
  const name = claim.spec?.volumeName;
  if (claim.status?.phase !== 'Bound' || !name) throw new MountFault(`PVC ${claimName} is not bound`);
  const found = client.find<Stored<PersistentVolume>>('persistentvolumes', '', name);
  if (!found) throw new MountFault(`persistentvolume "${name}" not found`);
  const path = found.spec?.local?.path ?? found.spec?.hostPath?.path;
  if (path === undefined) throw new MountFault(`volume ${name} is of a kind that is not simulated by k8s-learn`);
  if (found.spec?.local && rootFiles(context.node.mounts, () => 0).stat(path) === undefined)
    throw new MountFault(`path "${path}" does not exist`);
  const tree = hostPath(context, path, found.spec?.hostPath?.type ?? '');
  return readOnly ? {...tree, readOnly} : tree;
}
