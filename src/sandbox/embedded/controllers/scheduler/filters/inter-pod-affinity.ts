import type {ClusterState} from '../cluster-state.ts';
import {type Filter, refusedFinally, refusedFor} from '../filter.ts';
import type {NodeState} from '../node-state.ts';
import {matcherOf} from '../pod-counts.ts';
import type {PodFacts} from '../pod-facts.ts';
import {podsMeantBy} from '../terms.ts';
import {perTopology} from '../topology.ts';

type Test = (node: NodeState) => boolean;

/** Keeps Pods together, and apart, as they and those that are there already ask. */
export const interPodAffinity: Filter = {
  name: 'InterPodAffinity',
  prepare(pod, cluster) {
    const near = affinityTest(pod, cluster);
    const far = antiAffinityTest(pod, cluster);
    const wanted = existingTest(pod, cluster);
    if (!near && !far && !wanted) return undefined;
    return (node) => {
      if (near && !near(node)) return refusedFinally("node(s) didn't match pod affinity rules");
      if (far && !far(node)) return refusedFor("node(s) didn't match pod anti-affinity rules");
      if (wanted && !wanted(node)) return refusedFor("node(s) didn't satisfy existing pods anti-affinity rules");
      return undefined;
    };
  },
};

/** A Pod counts for a term only if it is meant by all of them. */
function affinityTest(pod: PodFacts, cluster: ClusterState): Test | undefined {
  if (pod.affinity.length === 0) return undefined;
  const meant = pod.affinity.map((term) => podsMeantBy(term, pod));
  const perNode = cluster.counts.perNode(meant, true);
  const places = pod.affinity.map(({topologyKey}) => ({
    topologyKey,
    counts: perTopology(perNode, cluster, topologyKey),
  }));
  // The first of a group that wants to be together has nobody to be with yet.
  const isFirst =
    places.every(({counts}) => counts.size === 0) &&
    meant.every((one) => matcherOf(one, (namespace) => cluster.namespaceLabels(namespace))(pod));
  return ({labels}) =>
    places.every(({topologyKey, counts}) => {
      const value = labels[topologyKey];
      return value !== undefined && (isFirst || (counts.get(value) ?? 0) > 0);
    });
}

function antiAffinityTest(pod: PodFacts, cluster: ClusterState): Test | undefined {
  if (pod.antiAffinity.length === 0) return undefined;
  const places = pod.antiAffinity.map((term) => ({
    topologyKey: term.topologyKey,
    counts: perTopology(cluster.counts.perNode([podsMeantBy(term, pod)], true), cluster, term.topologyKey),
  }));
  return ({labels}) =>
    places.every(({topologyKey, counts}) => {
      const value = labels[topologyKey];
      return value === undefined || (counts.get(value) ?? 0) === 0;
    });
}

function existingTest(pod: PodFacts, cluster: ClusterState): Test | undefined {
  const places = [...cluster.existingTerms.forbidding()]
    .filter(({matches}) => matches(pod))
    .map(({topologyKey, perNode}) => ({topologyKey, counts: perTopology(perNode, cluster, topologyKey)}));
  if (places.length === 0) return undefined;
  return ({labels}) =>
    places.every(({topologyKey, counts}) => {
      const value = labels[topologyKey];
      return value === undefined || (counts.get(value) ?? 0) === 0;
    });
}
