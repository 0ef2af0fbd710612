import type {Namespace, Node, Pod} from 'kubernetes-types/core/v1';
import {keyOfObject, type Stored} from '../../kubernetes-api/object.ts';
import type {Informer, Informers} from '../informer.ts';
import {ExistingTerms} from './existing-terms.ts';
import {NodeState} from './node-state.ts';
import {PodCounts, type PodPlaces} from './pod-counts.ts';
import type {PodFacts} from './pod-facts.ts';
import {Volumes} from './volumes.ts';

/** The nodes and the Pods on them, as the scheduler sees them: kept up change by change, never counted anew. */
export class ClusterState implements PodPlaces {
  readonly #nodes = new Map<string, NodeState>();
  /** Pods by key; those of nodes that are not (or no longer) there as well. */
  readonly #placed = new Map<string, {readonly pod: PodFacts; readonly node: string}>();
  readonly #nominated = new Map<string, {readonly pod: PodFacts; readonly node: string}>();
  readonly #namespaces: Informer<Stored<Namespace>>;
  readonly volumes: Volumes;
  readonly counts = new PodCounts(this);
  readonly existingTerms = new ExistingTerms(this);
  /** Goes up with every change that may matter to a Pod. */
  version = 0;

  constructor(informers: Informers) {
    this.#namespaces = informers.of<Stored<Namespace>>('namespaces');
    this.volumes = new Volumes(informers);
  }

  get nodes(): ReadonlyMap<string, NodeState> {
    return this.#nodes;
  }

  placed(): Iterable<{readonly pod: PodFacts; readonly node: string}> {
    return this.#placed.values();
  }

  /** A Pod as it is on its node. */
  placedPod(key: string): PodFacts | undefined {
    return this.#placed.get(key)?.pod;
  }

  namespaceLabels(namespace: string): {readonly [key: string]: string} {
    return this.#namespaces.byKey(namespace)?.metadata.labels ?? {};
  }

  setNode(node: Stored<Node>): void {
    this.version += 1;
    const {name} = node.metadata;
    const known = this.#nodes.get(name);
    if (known) {
      known.node = node;
      return;
    }
    const state = new NodeState(node);
    this.#nodes.set(name, state);
    for (const placed of this.#placed.values()) if (placed.node === name) state.add(placed.pod);
  }

  removeNode(name: string): void {
    this.version += 1;
    this.#nodes.delete(name);
  }

  /** A Pod is on a node, or is not what it was. */
  place(pod: PodFacts, node: string): void {
    this.displace(pod.key);
    this.version += 1;
    this.#placed.set(pod.key, {pod, node});
    this.#nodes.get(node)?.add(pod);
    this.#count(pod, node, 1);
  }

  /** A Pod is gone from its node. */
  displace(key: string): void {
    const placed = this.#placed.get(key);
    if (!placed) return;
    this.version += 1;
    this.#placed.delete(key);
    this.#nodes.get(placed.node)?.remove(key);
    this.#count(placed.pod, placed.node, -1);
  }

  /** Keeps a node's room for a Pod until those that make way are gone. */
  nominate(pod: PodFacts, node: string): void {
    this.#nominated.set(pod.key, {pod, node});
  }

  /** Gives up what was kept for a Pod; true when there was something. */
  withdraw(key: string): boolean {
    if (!this.#nominated.delete(key)) return false;
    this.version += 1;
    return true;
  }

  /** The node that is kept for a Pod. */
  nominatedNode(pod: Stored<Pod>): string | undefined {
    return this.#nominated.get(keyOfObject(pod))?.node;
  }

  /** The Pods that shall come to a node and go before another. */
  nominatedBefore(pod: PodFacts, node: string): readonly PodFacts[] {
    if (this.#nominated.size === 0) return [];
    return [...this.#nominated.values()]
      .filter((other) => other.node === node && other.pod.key !== pod.key && other.pod.priority >= pod.priority)
      .map((other) => other.pod);
  }

  #count(pod: PodFacts, node: string, by: 1 | -1): void {
    this.counts.changed(pod, node, by);
    this.existingTerms.changed(pod, node, by);
  }
}
