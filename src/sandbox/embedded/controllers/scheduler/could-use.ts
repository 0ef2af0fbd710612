import type {ClusterState} from './cluster-state.ts';
import {nodeAffinity} from './filters/node-affinity.ts';
import {nodeUnschedulable} from './filters/node-unschedulable.ts';
import {taintToleration} from './filters/taint-toleration.ts';
import {namedNodes} from './node-selector.ts';
import type {NodeState} from './node-state.ts';
import type {PodFacts} from './pod-facts.ts';

/**
 * Whether a node that came, or changed, may be one for a Pod that waits: what does not depend on other Pods allows it, and
 * it would have room if it were empty. Only then is the Pod tried again.
 */
export function couldUse(pod: PodFacts, node: NodeState, cluster: ClusterState): boolean {
  const named = namedNodes(pod.pod.spec);
  if (named && !named.has(node.name)) return false;
  for (const {prepare} of [nodeUnschedulable, taintToleration, nodeAffinity])
    if (prepare(pod, cluster)?.(node)) return false;
  for (const [resource, amount] of pod.requests) if (amount > (node.allocatable.get(resource) ?? 0)) return false;
  return (node.allocatable.get('pods') ?? 0) > 0;
}
