import type {LabelSelector} from 'kubernetes-types/meta/v1';
import type {Frozen} from '../../kubernetes-api/object.ts';
import {labelMatcher} from '../../kubernetes-api/values/label-selector.ts';
import type {PodFacts} from './pod-facts.ts';

/** Which Pods a term means. */
export interface PodsMeant {
  readonly namespaces: readonly string[];
  /** Namespaces by their labels, besides those that are named. */
  readonly namespaceSelector?: Frozen<LabelSelector> | undefined;
  readonly selector: Frozen<LabelSelector> | undefined;
}

/** Pods on each node that are meant by all of some terms. */
interface Count {
  readonly matches: (pod: PodFacts) => boolean;
  readonly perNode: Map<string, number>;
  /** Pods that are on their way out count as well. */
  readonly withTerminating: boolean;
}

/** As many different terms are kept in mind; the one that was not asked for longest goes first. */
const mostCounts = 300;

export interface PodPlaces {
  /** Every Pod that is on a node, and which. */
  placed(): Iterable<{readonly pod: PodFacts; readonly node: string}>;
  namespaceLabels(namespace: string): {readonly [key: string]: string};
}

/** How many Pods of a kind are on each node: counted once, then kept up, so that a thousand alike cost no more each. */
export class PodCounts {
  readonly #places: PodPlaces;
  readonly #counts = new Map<string, Count>();

  constructor(places: PodPlaces) {
    this.#places = places;
  }

  /** Pods that all the terms mean, by the name of their node; nodes without any are absent. */
  perNode(terms: readonly PodsMeant[], withTerminating: boolean): ReadonlyMap<string, number> {
    const key = JSON.stringify([withTerminating, terms]);
    const known = this.#counts.get(key) ?? this.#count(terms, withTerminating);
    // Last used, last forgotten.
    this.#counts.delete(key);
    this.#counts.set(key, known);
    if (this.#counts.size > mostCounts) {
      const [oldest] = this.#counts.keys();
      if (oldest !== undefined) this.#counts.delete(oldest);
    }
    return known.perNode;
  }

  changed(pod: PodFacts, node: string, by: 1 | -1): void {
    for (const count of this.#counts.values()) if (counts(count, pod)) bump(count.perNode, node, by);
  }

  /** Labels of namespaces are not what they were. */
  forget(): void {
    this.#counts.clear();
  }

  #count(terms: readonly PodsMeant[], withTerminating: boolean): Count {
    const matchers = terms.map((term) => matcherOf(term, (namespace) => this.#places.namespaceLabels(namespace)));
    const count = {
      matches: (pod: PodFacts) => matchers.every((matches) => matches(pod)),
      perNode: new Map<string, number>(),
      withTerminating,
    };
    for (const {pod, node} of this.#places.placed()) if (counts(count, pod)) bump(count.perNode, node, 1);
    return count;
  }
}

/** A test whether a Pod is meant. */
export function matcherOf(
  {namespaces, namespaceSelector, selector}: PodsMeant,
  labelsOf: (namespace: string) => {readonly [key: string]: string},
): (pod: PodFacts) => boolean {
  const inNamespace = labelMatcher(namespaceSelector);
  const matches = labelMatcher(selector);
  return (pod) =>
    (namespaces.includes(pod.namespace) || (namespaceSelector !== undefined && inNamespace(labelsOf(pod.namespace)))) &&
    matches(pod.labels);
}

function counts({matches, withTerminating}: Count, pod: PodFacts): boolean {
  return (withTerminating || !pod.terminating) && matches(pod);
}

function bump(perNode: Map<string, number>, node: string, by: number): void {
  const count = (perNode.get(node) ?? 0) + by;
  if (count === 0) perNode.delete(node);
  else perNode.set(node, count);
}
