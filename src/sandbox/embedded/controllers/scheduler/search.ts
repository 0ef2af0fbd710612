import type {ClusterState} from './cluster-state.ts';
import type {FilterName, Refused} from './filter.ts';
import {filters} from './filters/index.ts';
import {namedNodes} from './node-selector.ts';
import type {NodeState} from './node-state.ts';
import type {PodFacts} from './pod-facts.ts';

export interface Refusal extends Refused {
  readonly filter: FilterName;
}

/** What was found when a node was sought for a Pod. */
export interface Search {
  readonly fits: readonly NodeState[];
  /** Why the others are not for it, by the name of the node. */
  readonly refusals: ReadonlyMap<string, Refusal>;
  /** Why no node was even looked at. */
  readonly forbidden: {readonly filter: FilterName; readonly reason: string} | undefined;
}

export type NodeTest = (node: NodeState) => Refusal | undefined;

const notNamed: Refusal = {
  filter: 'NodeAffinity',
  reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"],
  final: true,
};

/** Asks every filter about every node. */
export function searchNodes(pod: PodFacts, cluster: ClusterState): Search {
  const refusals = new Map<string, Refusal>();
  for (const {name, forbids} of filters) {
    const reason = forbids?.(pod, cluster);
    if (reason !== undefined) return {fits: [], refusals, forbidden: {filter: name, reason}};
  }
  const named = namedNodes(pod.pod.spec);
  const test = nodeTest(pod, cluster);
  const fits: NodeState[] = [];
  for (const node of cluster.nodes.values()) {
    const refusal = named && !named.has(node.name) ? notNamed : testWithNominated({pod, node, cluster, test});
    if (refusal) refusals.set(node.name, refusal);
    else fits.push(node);
  }
  return {fits, refusals, forbidden: undefined};
}

/** All filters as one question, prepared for a Pod as the cluster is now. */
export function nodeTest(pod: PodFacts, cluster: ClusterState): NodeTest {
  const prepared = filters.flatMap((filter) => {
    const test = filter.prepare(pod, cluster);
    return test ? [{filter: filter.name, test}] : [];
  });
  return (node) => {
    for (const {filter, test} of prepared) {
      const refused = test(node);
      if (refused) return {...refused, filter};
    }
    return undefined;
  };
}

/** Pods for which others are making way on a node count as if they were there. */
export function testWithNominated({
  pod,
  node,
  cluster,
  test = nodeTest(pod, cluster),
}: {
  readonly pod: PodFacts;
  readonly node: NodeState;
  readonly cluster: ClusterState;
  /** Prepared already. */
  readonly test?: NodeTest;
}): Refusal | undefined {
  const expected = cluster.nominatedBefore(pod, node.name);
  if (expected.length === 0) return test(node);
  for (const other of expected) cluster.place(other, node.name);
  const refusal = nodeTest(pod, cluster)(node);
  for (const other of expected) cluster.displace(other.key);
  return refusal ?? test(node);
}
