import {mountAll} from '../../runtime/container/mount-all.ts';
import {type ContainerUser, lookUpUser} from '../../runtime/container/users.ts';
import {type Mount, MountTable} from '../../runtime/fs/mounts.ts';
import type {FileSystemNode} from '../../runtime/fs/nodes.ts';
import {freeze, layerOver, type OverlayDirectory} from '../../runtime/fs/overlay.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import {isSystemError} from '../../system-error.ts';
import type {Node, NodeImage} from '../node.ts';

/** A tree or a file the kubelet puts into a container. */
export interface ContainerMount {
  readonly path: string;
  readonly root: FileSystemNode;
  readonly readOnly: boolean;
  readonly type?: 'tmpfs';
}

const folders = ['/dev', '/etc', '/proc', '/sys', '/var/run/secrets/kubernetes.io/serviceaccount'];
const emptyFiles = ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf'];

/** What says who a container's processes are. */
export interface AccountWish {
  readonly image: NodeImage;
  readonly user: string;
  readonly groups: readonly number[];
}

/** The user and the further groups, as `lookUpUser` takes them. */
export function askedUser({image, user, groups}: AccountWish): [string, readonly string[]] {
  return [user || image.config.User || '', groups.map(String)];
}

/** Images with the places for what every container has mounted: made once an image, shared by all its containers. */
export class PreparedImages {
  readonly #node: Node;
  readonly #prepared = new Map<string, OverlayDirectory>();
  readonly #accounts = new Map<string, ContainerUser>();

  constructor(node: Node) {
    this.#node = node;
  }

  /** A new layer for one container. */
  layerFor(image: NodeImage): OverlayDirectory {
    const {kernel} = this.#node;
    const prepared = this.#prepared.get(image.id) ?? this.#prepare(image);
    this.#prepared.set(image.id, prepared);
    return layerOver(prepared, {budget: kernel.disk});
  }

  /** Who the processes of a container are by the files of its image. Throws an UnknownUser. */
  accountOf(wish: AccountWish): ContainerUser {
    const [user, groups] = askedUser(wish);
    const key = [wish.image.id, user, ...groups].join(' ');
    const known = this.#accounts.get(key);
    if (known) return known;
    const files = rootFiles(new MountTable(this.layerFor(wish.image)), this.#node.kernel.clock.now);
    const found = lookUpUser(files, user, groups);
    this.#accounts.set(key, found);
    return found;
  }

  #prepare({root}: NodeImage): OverlayDirectory {
    const {kernel} = this.#node;
    const layer = layerOver(root, {budget: kernel.disk});
    const files = rootFiles(new MountTable(layer), kernel.clock.now);
    for (const path of folders) attempt(() => files.makeDirectories(path, 0o755));
    for (const path of emptyFiles) attempt(() => files.stat(path) ?? files.write(path, ''));
    freeze(layer);
    return layer;
  }
}

/** The file tree of a container's processes. Throws a SystemError where something cannot be mounted. */
export function containerTable(given: {
  readonly node: Node;
  readonly layer: OverlayDirectory;
  readonly devices: OverlayDirectory;
  readonly shm: OverlayDirectory;
  readonly mounts: readonly ContainerMount[];
  readonly readOnlyRoot: boolean;
}): MountTable {
  const {node, layer, devices, shm, mounts, readOnlyRoot} = given;
  const own = new Set(mounts.map(({path}) => path));
  const usual: readonly Mount[] = [
    {path: '/dev', root: devices, readOnly: false, source: 'tmpfs', type: 'tmpfs'},
    {path: '/dev/shm', root: shm, readOnly: false, source: 'shm', type: 'tmpfs'},
  ];
  return mountAll({
    root: layer,
    readOnlyRoot,
    mounts: [...usual.filter(({path}) => !own.has(path)), ...mounts.map(shownMount)],
    now: node.kernel.clock.now(),
  });
}

function shownMount({path, root, readOnly, type}: ContainerMount): Mount {
  return {path, root, readOnly, source: type ?? '/dev/vda1', type: type ?? 'ext4'};
}

/** An image that has something odd at such a place keeps it. */
function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
