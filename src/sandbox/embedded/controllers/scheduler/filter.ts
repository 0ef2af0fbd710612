import type {ClusterState} from './cluster-state.ts';
import type {NodeState} from './node-state.ts';
import type {PodFacts} from './pod-facts.ts';

/** Why a node is not for a Pod. */
export interface Refused {
  /** Upstream's words: `Insufficient cpu`. */
  readonly reasons: readonly string[];
  /** No Pod that made way would change it. */
  readonly final: boolean;
}

/** One rule about which nodes a Pod may go to. https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins */
export interface Filter {
  /** As upstream's plugin is called: `TaintToleration`. */
  readonly name: FilterName;
  /** Why no node at all can take the Pod, without looking at any. */
  forbids?(pod: PodFacts, cluster: ClusterState): string | undefined;
  /** Looks at the Pod once; undefined when no node can be refused. */
  prepare(pod: PodFacts, cluster: ClusterState): ((node: NodeState) => Refused | undefined) | undefined;
}

/** Every rule there is. */
export const filterNames = [
  'NodeUnschedulable',
  'TaintToleration',
  'NodeAffinity',
  'NodePorts',
  'NodeResourcesFit',
  'VolumeRestrictions',
  'VolumeBinding',
  'PodTopologySpread',
  'InterPodAffinity',
] as const;

export type FilterName = (typeof filterNames)[number];

export function refusedFor(reason: string): Refused {
  return {reasons: [reason], final: false};
}

export function refusedFinally(reason: string): Refused {
  return {reasons: [reason], final: true};
}
