import type {OwnerReference} from 'kubernetes-types/meta/v1';
import {type Frozen, type KubeObject, keyOfObject} from '../../kubernetes-api/object.ts';

/** Where an object is, and what matters of it to those it owns. */
export interface GraphNode {
  readonly collection: string;
  readonly key: string;
  readonly object: KubeObject;
}

export type Owner = Frozen<OwnerReference>;

/** Who owns whom, over all kinds: an index by uid in both directions, kept up with every change. */
export class OwnerGraph {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #dependents = new Map<string, Set<string>>();

  get(uid: string): GraphNode | undefined {
    return this.#nodes.get(uid);
  }

  /** Those that name an object among their owners. */
  dependentsOf(uid: string): readonly GraphNode[] {
    return [...(this.#dependents.get(uid) ?? [])].flatMap((dependent) => {
      const node = this.#nodes.get(dependent);
      return node ? [node] : [];
    });
  }

  hasDependents(uid: string): boolean {
    return (this.#dependents.get(uid)?.size ?? 0) > 0;
  }

  set(collection: string, object: KubeObject): void {
    const {uid} = object.metadata;
    const before = this.#nodes.get(uid)?.object.metadata.ownerReferences;
    this.#nodes.set(uid, {collection, key: keyOfObject(object), object});
    const owners = object.metadata.ownerReferences;
    if (owners === before) return;
    for (const {uid: owner} of before ?? []) this.#leave(owner, uid);
    for (const {uid: owner} of owners ?? []) {
      const known = this.#dependents.get(owner) ?? new Set();
      this.#dependents.set(owner, known.add(uid));
    }
  }

  remove({metadata}: KubeObject): void {
    this.#nodes.delete(metadata.uid);
    for (const {uid: owner} of metadata.ownerReferences ?? []) this.#leave(owner, metadata.uid);
  }

  #leave(owner: string, uid: string): void {
    const known = this.#dependents.get(owner);
    known?.delete(uid);
    if (known?.size === 0) this.#dependents.delete(owner);
  }
}
