import type {ClusterState} from '../cluster-state.ts';
import type {PodFacts} from '../pod-facts.ts';
import {maxPoints, type Score} from '../score.ts';
import {podsMeantBy} from '../terms.ts';
import {perTopology} from '../topology.ts';

/** Prefers to be near and far as the Pod, and those that are there, would like. */
export const interPodAffinity: Score = {
  name: 'InterPodAffinity',
  weight: 2,
  rate(pod, {cluster, nodes}) {
    const wishes = [...ownWishes(pod, cluster), ...othersWishes(pod, cluster)];
    if (wishes.length === 0) return undefined;
    const points = nodes.map(({labels}) =>
      wishes.reduce((sum, {topologyKey, weight, counts}) => {
        const value = labels[topologyKey];
        return sum + (value === undefined ? 0 : weight * (counts.get(value) ?? 0));
      }, 0),
    );
    const [least, most] = [Math.min(...points), Math.max(...points)];
    return points.map((one) => (most === least ? 0 : Math.trunc((maxPoints * (one - least)) / (most - least))));
  },
};

interface Wish {
  readonly topologyKey: string;
  readonly weight: number;
  readonly counts: ReadonlyMap<string, number>;
}

function ownWishes(pod: PodFacts, cluster: ClusterState): readonly Wish[] {
  const weighted = [
    ...pod.preferredAffinity.map(({podAffinityTerm, weight}) => ({term: podAffinityTerm, weight})),
    ...pod.preferredAntiAffinity.map(({podAffinityTerm, weight}) => ({term: podAffinityTerm, weight: -weight})),
  ];
  return weighted.map(({term, weight}) => {
    const perNode = cluster.counts.perNode([podsMeantBy(term, pod)], true);
    return {topologyKey: term.topologyKey, weight, counts: perTopology(perNode, cluster, term.topologyKey)};
  });
}

function othersWishes(pod: PodFacts, cluster: ClusterState): readonly Wish[] {
  return [...cluster.existingTerms.weighing()]
    .filter(({matches}) => matches(pod))
    .map(({topologyKey, weight, perNode}) => ({
      topologyKey,
      weight: weight ?? 0,
      counts: perTopology(perNode, cluster, topologyKey),
    }));
}
