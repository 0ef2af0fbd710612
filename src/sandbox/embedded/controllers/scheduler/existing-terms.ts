import {matcherOf, type PodPlaces, type PodsMeant} from './pod-counts.ts';
import type {AffinityTerm, PodFacts} from './pod-facts.ts';
import {podsMeantBy} from './terms.ts';

/** How much a required affinity of a Pod that is there weighs for one that comes. */
const requiredAffinityWeight = 1;

/** A term of affinity that Pods on nodes have, and on which nodes how many of them. */
export interface ExistingTerm {
  readonly topologyKey: string;
  /** Whether a Pod that comes is meant. */
  readonly matches: (pod: PodFacts) => boolean;
  readonly perNode: ReadonlyMap<string, number>;
  /** What it adds to a node's score; undefined for one that forbids the node. */
  readonly weight: number | undefined;
}

type Kept = Omit<ExistingTerm, 'perNode'> & {readonly perNode: Map<string, number>};

/** What the Pods that are placed already want of those to come; alike terms of many Pods are one. */
export class ExistingTerms {
  readonly #places: PodPlaces;
  readonly #terms = new Map<string, Kept>();

  constructor(places: PodPlaces) {
    this.#places = places;
  }

  /** Terms that keep Pods they mean away. */
  *forbidding(): Iterable<ExistingTerm> {
    for (const term of this.#terms.values()) if (term.weight === undefined) yield term;
  }

  /** Terms that draw Pods near or push them off. */
  *weighing(): Iterable<ExistingTerm> {
    for (const term of this.#terms.values()) if (term.weight !== undefined) yield term;
  }

  changed(pod: PodFacts, node: string, by: 1 | -1): void {
    for (const term of pod.antiAffinity) this.#change(pod, {term, weight: undefined, node, by});
    for (const term of pod.affinity) this.#change(pod, {term, weight: requiredAffinityWeight, node, by});
    for (const {podAffinityTerm: term, weight} of pod.preferredAffinity) this.#change(pod, {term, weight, node, by});
    for (const {podAffinityTerm: term, weight} of pod.preferredAntiAffinity)
      this.#change(pod, {term, weight: -weight, node, by});
  }

  #change(
    pod: PodFacts,
    {
      term,
      weight,
      node,
      by,
    }: {
      readonly term: AffinityTerm;
      readonly weight: number | undefined;
      readonly node: string;
      readonly by: 1 | -1;
    },
  ): void {
    const meant = podsMeantBy(term, pod);
    const key = JSON.stringify([weight ?? null, term.topologyKey, meant]);
    const kept = this.#terms.get(key) ?? this.#keep(key, {meant, topologyKey: term.topologyKey, weight});
    const count = (kept.perNode.get(node) ?? 0) + by;
    if (count > 0) kept.perNode.set(node, count);
    else kept.perNode.delete(node);
    if (kept.perNode.size === 0) this.#terms.delete(key);
  }

  #keep(
    key: string,
    {
      meant,
      topologyKey,
      weight,
    }: {readonly meant: PodsMeant; readonly topologyKey: string; readonly weight: number | undefined},
  ): Kept {
    const matches = matcherOf(meant, (namespace) => this.#places.namespaceLabels(namespace));
    const kept = {topologyKey, matches, weight, perNode: new Map<string, number>()};
    this.#terms.set(key, kept);
    return kept;
  }
}
