import {equalBytes, hex} from '../../../bytes/bytes.ts';
import {MemoryFile} from '../../../runtime/fs/memory-file.ts';
import {layerOver, OverlayDirectory} from '../../../runtime/fs/overlay.ts';
import type {Node} from '../../node.ts';
import {LazyFile} from './lazy-file.ts';

/** One file of a volume that the kubelet writes. */
export interface WrittenFile {
  readonly content: Uint8Array | (() => Uint8Array);
  readonly mode: number;
}

/** By path in the volume: `ca.crt`, `certs/tls.key`. */
export type WrittenFiles = ReadonlyMap<string, WrittenFile>;

/**
 * A volume that is replaced as a whole when what is in it changes: the files are in a folder with a time for a name,
 * `..data` leads there, and every name leads through `..data`.
 * https://pkg.go.dev/k8s.io/kubernetes/pkg/volume/util#AtomicWriter
 */
export class WrittenTree {
  readonly root: OverlayDirectory;
  readonly #node: Node;
  readonly #gid: number;
  #files: WrittenFiles = new Map();
  #folder = '';

  constructor(node: Node, gid: number | undefined) {
    this.#node = node;
    this.#gid = gid ?? 0;
    const modifiedMs = node.kernel.clock.now();
    const attributes = {mode: gid === undefined ? 0o777 : 0o2777, uid: 0, gid: this.#gid, modifiedMs};
    this.root = layerOver(undefined, {budget: node.kernel.disk, attributes});
  }

  /** Whether something had to be written. */
  write(files: WrittenFiles): boolean {
    if (this.#folder !== '' && sameFiles(this.#files, files)) return false;
    const modifiedMs = this.#node.kernel.clock.now();
    const attributes = {mode: 0o755, uid: 0, gid: this.#gid, modifiedMs};
    const name = this.#newName(modifiedMs);
    const folder = this.root.makeDirectory(name, attributes);
    for (const [path, file] of files) this.#put(folder, path, file, modifiedMs);
    this.root.remove('..data');
    this.root.makeSymlink('..data', name, attributes);
    const heads = new Set([...files.keys()].map(headOf));
    for (const old of new Set([...this.#files.keys()].map(headOf))) if (!heads.has(old)) this.root.remove(old);
    for (const head of heads) if (!this.root.get(head)) this.root.makeSymlink(head, `..data/${head}`, attributes);
    if (this.#folder !== '') this.root.remove(this.#folder);
    this.#folder = name;
    this.#files = files;
    return true;
  }

  #put(folder: OverlayDirectory, path: string, {content, mode}: WrittenFile, modifiedMs: number): void {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let at = folder;
    for (const part of parts) {
      const known = at.get(part);
      at =
        known instanceof OverlayDirectory
          ? known
          : at.makeDirectory(part, {mode: 0o755, uid: 0, gid: this.#gid, modifiedMs});
    }
    const attributes = {mode, uid: 0, gid: this.#gid, modifiedMs};
    const given = {layer: at.layer, attributes, budget: this.#node.kernel.disk};
    at.put(
      name,
      typeof content === 'function' ? new LazyFile({...given, content}) : new MemoryFile({...given, bytes: content}),
    );
  }

  /** `..2026_01_01_00_00_00.123456789` */
  #newName(now: number): string {
    const stamp = new Date(now).toISOString().slice(0, 19).replace(/[-:T]/g, '_');
    const number = Number.parseInt(hex(this.#node.kernel.outside.random(4)), 16);
    return `..${stamp}.${String(number).padStart(10, '0')}`;
  }
}

function headOf(path: string): string {
  return path.split('/', 1)[0] ?? '';
}

function sameFiles(one: WrittenFiles, other: WrittenFiles): boolean {
  if (one.size !== other.size) return false;
  return [...one].every(([path, {content, mode}]) => {
    const theirs = other.get(path);
    if (!theirs || theirs.mode !== mode) return false;
    if (typeof content === 'function' || typeof theirs.content === 'function')
      return typeof content === typeof theirs.content;
    return content === theirs.content || equalBytes(content, theirs.content);
  });
}
