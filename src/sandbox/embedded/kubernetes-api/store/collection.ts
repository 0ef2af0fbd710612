import type {KubeObject} from '../object.ts';

/** The objects of one resource by key, in order, and those of each namespace without walking over the others. */
export class Collection {
  readonly #objects = new Map<string, KubeObject>();
  readonly #spaces = new Map<string, Map<string, KubeObject>>();
  readonly #sorted = new Map<string, readonly KubeObject[]>();

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): KubeObject | undefined {
    return this.#objects.get(key);
  }

  set(key: string, object: KubeObject): void {
    const namespace = object.metadata.namespace ?? '';
    const space = this.#spaces.get(namespace) ?? new Map<string, KubeObject>();
    this.#spaces.set(namespace, space);
    space.set(key, object);
    this.#objects.set(key, object);
    this.#forgetOrder(namespace);
  }

  delete(key: string): void {
    const namespace = this.#objects.get(key)?.metadata.namespace ?? '';
    const space = this.#spaces.get(namespace);
    space?.delete(key);
    if (space?.size === 0) this.#spaces.delete(namespace);
    this.#objects.delete(key);
    this.#forgetOrder(namespace);
  }

  /** By key, as etcd has them. The same array as long as nothing changed; '' is all namespaces. */
  list(namespace: string): readonly KubeObject[] {
    const known = this.#sorted.get(namespace);
    if (known) return known;
    const all = namespace === '' ? this.#objects : (this.#spaces.get(namespace) ?? []);
    const sorted = [...all].sort(byKey).map(([, object]) => object);
    this.#sorted.set(namespace, sorted);
    return sorted;
  }

  #forgetOrder(namespace: string): void {
    this.#sorted.delete(namespace);
    this.#sorted.delete('');
  }
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
