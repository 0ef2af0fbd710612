import {SystemError} from '../../system-error.ts';
import type {DiskBudget} from './budget.ts';
import {type LayerMark, MemoryFile} from './memory-file.ts';
import type {Attributes, DeviceNode, DirectoryNode, FifoNode, FileSystemNode, SymlinkNode} from './nodes.ts';

/** In an upper layer: the lower one's entry of that name is gone. */
export const whiteout = Symbol('whiteout');

/** What a layer itself holds under a name. */
export type OwnEntry = FileSystemNode | typeof whiteout;

export class Symlink implements SymlinkNode {
  readonly kind = 'symlink';
  readonly layer: LayerMark;
  readonly target: string;
  mode = 0o777;
  uid: number;
  gid: number;
  modifiedMs: number;

  constructor(layer: LayerMark, target: string, {uid, gid, modifiedMs}: Attributes) {
    this.layer = layer;
    this.target = target;
    this.uid = uid;
    this.gid = gid;
    this.modifiedMs = modifiedMs;
  }
}

/**
 * A directory of a layered, copy-on-write tree, as overlayfs has it: what this layer holds, over what the layer below
 * shows. https://docs.kernel.org/filesystems/overlayfs.html
 */
export class OverlayDirectory implements DirectoryNode {
  readonly kind = 'directory';
  readonly layer: LayerMark;
  readonly budget: DiskBudget;
  readonly lower: OverlayDirectory | undefined;
  mode: number;
  uid: number;
  gid: number;
  modifiedMs: number;
  readonly #entries = new Map<string, OwnEntry>();

  constructor(options: {
    readonly layer: LayerMark;
    readonly budget: DiskBudget;
    readonly attributes: Attributes;
    /** The same directory in the layer below; absent when there is none, or when it is hidden (opaque). */
    readonly lower?: OverlayDirectory | undefined;
  }) {
    const {attributes} = options;
    this.layer = options.layer;
    this.budget = options.budget;
    this.lower = options.lower;
    this.mode = attributes.mode;
    this.uid = attributes.uid;
    this.gid = attributes.gid;
    this.modifiedMs = attributes.modifiedMs;
  }

  get(name: string): FileSystemNode | undefined {
    const own = this.#entries.get(name);
    if (own === undefined) return this.lower?.get(name);
    return own === whiteout ? undefined : own;
  }

  names(): readonly string[] {
    if (!this.lower) return [...this.#entries.keys()];
    const names = new Set(this.lower.names());
    for (const [name, entry] of this.#entries) {
      if (entry === whiteout) names.delete(name);
      else names.add(name);
    }
    return [...names];
  }

  own(name: string): FileSystemNode | undefined {
    this.#writable();
    const own = this.#entries.get(name);
    if (own !== undefined) return own === whiteout ? undefined : own;
    const below = this.lower?.get(name);
    if (below === undefined) return undefined;
    const copy = this.#copyUp(below);
    this.#entries.set(name, copy);
    return copy;
  }

  makeFile(name: string, attributes: Attributes): MemoryFile {
    return this.#add(name, new MemoryFile({layer: this.layer, attributes, budget: this.budget}));
  }

  makeDirectory(name: string, attributes: Attributes): OverlayDirectory {
    // Without a lower: a directory made where an older one was removed does not show what that held.
    return this.#add(name, new OverlayDirectory({layer: this.layer, budget: this.budget, attributes}));
  }

  makeSymlink(name: string, target: string, attributes: Attributes): Symlink {
    return this.#add(name, new Symlink(this.layer, target, attributes));
  }

  put(name: string, node: FileSystemNode): void {
    this.#writable();
    this.#entries.set(name, this.#held(node));
  }

  remove(name: string): void {
    this.#writable();
    this.#entries.delete(name);
    if (this.lower?.get(name) !== undefined) this.#entries.set(name, whiteout);
  }

  /** What this layer itself says, whiteouts included; sorted by name. */
  ownEntries(): readonly (readonly [string, OwnEntry])[] {
    return [...this.#entries].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  #add<Node extends FileSystemNode>(name: string, node: Node): Node {
    this.#writable();
    this.#entries.set(name, node);
    return node;
  }

  #writable(): void {
    if (this.layer.frozen) throw new SystemError('EROFS');
  }

  #copyUp(node: FileSystemNode): FileSystemNode {
    if (node instanceof OverlayDirectory)
      return new OverlayDirectory({layer: this.layer, budget: this.budget, attributes: node, lower: node});
    if (node instanceof MemoryFile) return node.copyTo(this.layer);
    if (node instanceof Symlink) return new Symlink(this.layer, node.target, node);
    return node;
  }

  /** A directory that shows a lower one's entries takes them along when it moves: the lower one stays where it is. */
  #held(node: FileSystemNode): FileSystemNode {
    if (node instanceof OverlayDirectory) return node.lower || node.layer !== this.layer ? this.#wholeCopy(node) : node;
    if (node instanceof MemoryFile) return node.layer === this.layer ? node : node.copyTo(this.layer);
    if (node instanceof Symlink) return node.layer === this.layer ? node : new Symlink(this.layer, node.target, node);
    if (isOfNoTree(node)) return node;
    throw new SystemError('EXDEV');
  }

  #wholeCopy(from: OverlayDirectory): OverlayDirectory {
    const copy = new OverlayDirectory({layer: this.layer, budget: this.budget, attributes: from});
    for (const name of from.names()) {
      const node = from.get(name);
      if (node) copy.put(name, node);
    }
    copy.modifiedMs = from.modifiedMs;
    return copy;
  }
}

function isOfNoTree(node: FileSystemNode): node is DeviceNode | FifoNode {
  return node.kind === 'device' || node.kind === 'fifo';
}

/** A new, empty layer over a frozen tree; over nothing when absent. */
export function layerOver(
  lower: OverlayDirectory | undefined,
  options: {readonly budget: DiskBudget; readonly attributes?: Attributes},
): OverlayDirectory {
  const attributes = options.attributes ?? lower ?? {mode: 0o755, uid: 0, gid: 0, modifiedMs: 0};
  return new OverlayDirectory({layer: {frozen: false}, budget: options.budget, attributes, lower});
}

/** Ends all changes: the tree becomes an image's. */
export function freeze(root: OverlayDirectory): void {
  root.layer.frozen = true;
}
