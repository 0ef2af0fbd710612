import type {Node, Taint} from 'kubernetes-types/core/v1';
import type {Frozen, Stored} from '../../kubernetes-api/object.ts';
import type {HostPort, PodFacts} from './pod-facts.ts';
import {type Amounts, amountsOf} from './requests.ts';

/** A node and what is on it, kept up as Pods come and go. */
export class NodeState {
  readonly #pods = new Map<string, PodFacts>();
  readonly #requested = new Map<string, number>();
  #node: Stored<Node>;
  #allocatable: Amounts;
  #images: ReadonlyMap<string, number> | undefined;
  #assumedCpuMilli = 0;
  #assumedMemoryBytes = 0;

  constructor(node: Stored<Node>) {
    this.#node = node;
    this.#allocatable = amountsOf(node.status?.allocatable);
  }

  get name(): string {
    return this.#node.metadata.name;
  }

  get node(): Stored<Node> {
    return this.#node;
  }

  /** Takes over what the Node has become. */
  set node(node: Stored<Node>) {
    if (node.status?.allocatable !== this.#node.status?.allocatable)
      this.#allocatable = amountsOf(node.status?.allocatable);
    if (node.status?.images !== this.#node.status?.images) this.#images = undefined;
    this.#node = node;
  }

  get labels(): {readonly [key: string]: string} {
    return this.#node.metadata.labels ?? {};
  }

  get taints(): readonly Frozen<Taint>[] {
    return this.#node.spec?.taints ?? [];
  }

  get allocatable(): Amounts {
    return this.#allocatable;
  }

  get requested(): Amounts {
    return this.#requested;
  }

  /** What its Pods are taken to use, those that ask for nothing included. */
  get assumed(): {readonly cpuMilli: number; readonly memoryBytes: number} {
    return {cpuMilli: this.#assumedCpuMilli, memoryBytes: this.#assumedMemoryBytes};
  }

  get podCount(): number {
    return this.#pods.size;
  }

  pods(): Iterable<PodFacts> {
    return this.#pods.values();
  }

  /** Bytes of each image that is there, by every name it has. */
  get images(): ReadonlyMap<string, number> {
    this.#images ??= new Map(
      (this.#node.status?.images ?? []).flatMap(({names, sizeBytes}) =>
        (names ?? []).map((name): [string, number] => [name, sizeBytes ?? 0]),
      ),
    );
    return this.#images;
  }

  add(pod: PodFacts): void {
    this.#pods.set(pod.key, pod);
    this.#count(pod, 1);
  }

  remove(key: string): void {
    const pod = this.#pods.get(key);
    if (!pod) return;
    this.#pods.delete(key);
    this.#count(pod, -1);
  }

  /** The Pods here that hold a port of the node. */
  takes({protocol, address, port}: HostPort): boolean {
    for (const pod of this.#pods.values())
      for (const taken of pod.ports)
        if (
          taken.port === port &&
          taken.protocol === protocol &&
          (taken.address === address || taken.address === '0.0.0.0' || address === '0.0.0.0')
        )
          return true;
    return false;
  }

  #count({requests, assumed}: PodFacts, times: 1 | -1): void {
    for (const [resource, amount] of requests)
      this.#requested.set(resource, (this.#requested.get(resource) ?? 0) + times * amount);
    this.#assumedCpuMilli += times * assumed.cpuMilli;
    this.#assumedMemoryBytes += times * assumed.memoryBytes;
  }
}
