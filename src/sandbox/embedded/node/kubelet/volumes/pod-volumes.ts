import type {VolumeMount} from 'kubernetes-types/core/v1';
import {type Client, Unreachable} from '../../../kubernetes-api/client.ts';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {MountTable} from '../../../runtime/fs/mounts.ts';
import type {FileSystemNode} from '../../../runtime/fs/nodes.ts';
import {rootFiles} from '../../../runtime/fs/root-files.ts';
import {isSystemError} from '../../../system-error.ts';
import type {ContainerMount} from '../../containers/container-files.ts';
import type {Node} from '../../node.ts';
import {ConfigFault} from '../env/container-env.ts';
import {expand} from '../env/expand.ts';
import type {PlacedAt} from '../env/field-ref.ts';
import type {KubePod, PodContainer} from '../pod.ts';
import {makeVolume} from './kinds.ts';
import {MountFault, type VolumeContext, type VolumeTree} from './volume.ts';

/** A volume that could not be set up. */
export interface FailedVolume {
  readonly volume: string;
  readonly why: string;
}

/** The volumes of one Pod while it is on the node. */
export class PodVolumes {
  readonly #node: Node;
  readonly #client: Client;
  readonly #placed: () => PlacedAt;
  readonly #trees = new Map<string, VolumeTree>();

  constructor(options: {readonly node: Node; readonly client: Client; readonly placed: () => PlacedAt}) {
    this.#node = options.node;
    this.#client = options.client;
    this.#placed = options.placed;
  }

  /** Sets up what is not yet, and looks again at what can change. Gives those that failed. */
  ensure(pod: KubePod): readonly FailedVolume[] {
    const failed: FailedVolume[] = [];
    for (const volume of pod.spec?.volumes ?? []) {
      const context = {node: this.#node, client: this.#client, pod, volume, placed: this.#placed};
      try {
        this.#ensureOne(context);
      } catch (error) {
        if (!(error instanceof MountFault)) throw error;
        // What is there already stays as it was.
        if (!this.#trees.has(volume.name)) failed.push({volume: volume.name, why: error.message});
      }
    }
    return failed;
  }

  /** Whether something in them follows other objects. */
  get canChange(): boolean {
    return [...this.#trees].some(([name, {refresh}]) => refresh !== undefined && !name.startsWith('kube-api-access-'));
  }

  /** Whether one of them may hold only so much. */
  get hasLimits(): boolean {
    return [...this.#trees.values()].some(({limitBytes}) => limitBytes !== undefined);
  }

  /** The sentence about one that holds more than it may. */
  overLimit({spec}: KubePod): string | undefined {
    for (const {name, emptyDir} of spec?.volumes ?? []) {
      const tree = this.#trees.get(name);
      if (tree?.limitBytes === undefined || sizeOf(tree.root) <= tree.limitBytes) continue;
      return `Usage of EmptyDir volume "${name}" exceeds the limit "${emptyDir?.sizeLimit}". `;
    }
    return undefined;
  }

  /** What a container has mounted. Throws a ConfigFault. */
  mountsFor(container: PodContainer, env: ReadonlyMap<string, string>): readonly ContainerMount[] {
    return (container.volumeMounts ?? []).flatMap((mount) => this.#mount(mount, env));
  }

  release(): void {
    for (const tree of this.#trees.values()) tree.release();
    this.#trees.clear();
  }

  #ensureOne(context: VolumeContext): void {
    const known = this.#trees.get(context.volume.name);
    if (!known) this.#trees.set(context.volume.name, makeVolume(context));
    try {
      known?.refresh?.(context);
    } catch (error) {
      // Without an API server things stay as they are known.
      if (!(error instanceof Unreachable)) throw error;
    }
  }

  #mount(mount: Frozen<VolumeMount>, env: ReadonlyMap<string, string>): readonly ContainerMount[] {
    const tree = this.#trees.get(mount.name);
    if (!tree) throw new ConfigFault(`cannot find volume "${mount.name}" to mount into container`);
    const readOnly = mount.readOnly === true || tree.readOnly === true;
    const path = `/${mount.mountPath.replace(/^\/+|\/+$/g, '')}`;
    const type = tree.type ? {type: tree.type} : {};
    const subPath = mount.subPathExpr === undefined ? (mount.subPath ?? '') : expand(mount.subPathExpr, env);
    if (subPath !== '') return [{path, root: this.#inside(tree, subPath), readOnly, ...type}];
    const inner = (tree.inner ?? []).map((other) => ({
      path: path === '/' ? other.path : `${path}${other.path}`,
      root: other.root,
      readOnly: readOnly || other.readOnly,
    }));
    return [{path, root: tree.root, readOnly, ...type}, ...inner];
  }

  /** A part of a volume; a folder that is missing is made. */
  #inside(tree: VolumeTree, subPath: string): FileSystemNode {
    if (tree.root.kind !== 'directory') throw new ConfigFault('failed to prepare subPath for volumeMount');
    const files = rootFiles(new MountTable(tree.root), this.#node.kernel.clock.now);
    try {
      if (!files.stat(`/${subPath}`)) files.makeDirectories(`/${subPath}`, 0o750);
      const {mounts} = files;
      const place = mounts.find(`/${subPath}`, {follow: true, user: {uid: 0, gid: 0, groups: []}});
      const {node} = mounts.own({...place, readOnly: false});
      if (node) return node;
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
    throw new ConfigFault(`failed to create subPath directory for volumeMount "${subPath}"`);
  }
}

/** What all files in a tree hold together. */
function sizeOf(node: FileSystemNode): number {
  if (node.kind === 'file') return node.size;
  if (node.kind !== 'directory') return 0;
  return node.names().reduce((sum, name) => {
    const inner = node.get(name);
    return inner ? sum + sizeOf(inner) : sum;
  }, 0);
}
