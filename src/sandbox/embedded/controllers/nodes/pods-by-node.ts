import type {Pod} from 'kubernetes-types/core/v1';
import {keyOfObject, type Stored} from '../../kubernetes-api/object.ts';
import type {Informers} from '../informer.ts';

/** The Pods of each node, kept up as they come and go. */
export class PodsByNode {
  readonly #byNode = new Map<string, Map<string, Stored<Pod>>>();

  constructor(informers: Informers) {
    informers.of<Stored<Pod>>('pods').on({
      added: (pod) => this.#set(pod),
      changed: (pod) => this.#set(pod),
      removed: (pod) => this.#byNode.get(pod.spec?.nodeName ?? '')?.delete(keyOfObject(pod)),
    });
  }

  on(node: string): readonly Stored<Pod>[] {
    return [...(this.#byNode.get(node)?.values() ?? [])];
  }

  nodes(): Iterable<string> {
    return this.#byNode.keys();
  }

  #set(pod: Stored<Pod>): void {
    const node = pod.spec?.nodeName;
    if (!node) return;
    const known = this.#byNode.get(node);
    if (known) known.set(keyOfObject(pod), pod);
    else this.#byNode.set(node, new Map([[keyOfObject(pod), pod]]));
  }
}
