import type {TopologySpreadConstraint} from 'kubernetes-types/core/v1';
import type {LabelSelector} from 'kubernetes-types/meta/v1';
import type {Frozen} from '../../kubernetes-api/object.ts';
import {labelMatcher} from '../../kubernetes-api/values/label-selector.ts';
import type {ClusterState} from './cluster-state.ts';
import {isAskedFor} from './node-selector.ts';
import type {NodeState} from './node-state.ts';
import type {PodFacts} from './pod-facts.ts';
import {untolerated} from './taints.ts';
import {withLabelsOf} from './terms.ts';

/** A constraint on how Pods are spread, with everything filled in. */
export interface Spread {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: Frozen<LabelSelector> | undefined;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

/** How the Pods of a constraint are spread now. */
export interface SpreadCounts extends Spread {
  readonly perValue: ReadonlyMap<string, number>;
  /** How many the emptiest place has. */
  readonly least: number;
  /** 1 when the Pod itself is one of those that are counted. */
  readonly self: 0 | 1;
}

export function constraintsOf(pod: PodFacts, when: 'DoNotSchedule' | 'ScheduleAnyway'): readonly Spread[] {
  return (pod.pod.spec?.topologySpreadConstraints ?? [])
    .filter(({whenUnsatisfiable}) => whenUnsatisfiable === when)
    .map((constraint) => spreadOf(pod, constraint));
}

function spreadOf(pod: PodFacts, constraint: Frozen<TopologySpreadConstraint>): Spread {
  const {topologyKey, maxSkew, minDomains, labelSelector, matchLabelKeys} = constraint;
  return {
    topologyKey,
    maxSkew,
    minDomains: minDomains ?? 1,
    selector: withLabelsOf(pod, labelSelector, {in: matchLabelKeys}),
    honorsAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
    honorsTaints: constraint.nodeTaintsPolicy === 'Honor',
  };
}

/** Counts by the value of each constraint's label, over the nodes that have the labels of all of them. */
export function countTopologies(
  pod: PodFacts,
  cluster: ClusterState,
  constraints: readonly Spread[],
): readonly SpreadCounts[] {
  const nodes = [...cluster.nodes.values()].filter(({labels}) =>
    constraints.every(({topologyKey}) => labels[topologyKey] !== undefined),
  );
  return constraints.map((constraint) => {
    const perNode = spreadPods(pod, cluster, constraint);
    const perValue = new Map<string, number>();
    for (const node of nodes) {
      if (!takesPart(node, pod, constraint)) continue;
      const value = node.labels[constraint.topologyKey] ?? '';
      perValue.set(value, (perValue.get(value) ?? 0) + (perNode.get(node.name) ?? 0));
    }
    const least = perValue.size < constraint.minDomains || perValue.size === 0 ? 0 : Math.min(...perValue.values());
    const self = labelMatcher(constraint.selector)(pod.labels) ? 1 : 0;
    return {...constraint, perValue, least, self};
  });
}

/** The Pods a constraint is about, by node. */
export function spreadPods(
  pod: PodFacts,
  cluster: ClusterState,
  {selector}: Pick<Spread, 'selector'>,
): ReadonlyMap<string, number> {
  return cluster.counts.perNode([{namespaces: [pod.namespace], selector}], false);
}

/** Whether a node is among those a Pod is spread over. */
export function takesPart(node: NodeState, {pod: {spec}}: PodFacts, constraint: Spread): boolean {
  if (constraint.honorsAffinity && !isAskedFor(node, spec)) return false;
  return !constraint.honorsTaints || !untolerated(node.taints, spec?.tolerations ?? [], ['NoSchedule', 'NoExecute']);
}

/** Counts of nodes added up by the value of a label; nodes without it are left out. */
export function perTopology(
  perNode: ReadonlyMap<string, number>,
  cluster: ClusterState,
  topologyKey: string,
): ReadonlyMap<string, number> {
  const perValue = new Map<string, number>();
  for (const [name, count] of perNode) {
    const value = cluster.nodes.get(name)?.labels[topologyKey];
    if (value !== undefined) perValue.set(value, (perValue.get(value) ?? 0) + count);
  }
  return perValue;
}
