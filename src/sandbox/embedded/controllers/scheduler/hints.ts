import {labelMatcher} from '../../kubernetes-api/values/label-selector.ts';
import {claimNamesOf} from '../volumes/claims.ts';
import type {ClusterState} from './cluster-state.ts';
import type {FilterName} from './filter.ts';
import {matcherOf} from './pod-counts.ts';
import type {AffinityTerm, PodFacts} from './pod-facts.ts';
import {podsMeantBy} from './terms.ts';
import {constraintsOf} from './topology.ts';

/** A Pod that left a node, one that came, or one that is not what it was. */
export interface PodChange {
  readonly left: PodFacts | undefined;
  readonly came: PodFacts | undefined;
}

/**
 * Whether a change of another Pod may help one that waits, by the rule that stopped it; the many that cannot are not tried
 * again. https://kubernetes.io/docs/concepts/scheduling-eviction/scheduling-framework/#queueinghint
 */
export function mayHelp(filter: FilterName, waiting: PodFacts, change: PodChange, cluster: ClusterState): boolean {
  const {left, came} = change;
  switch (filter) {
    case 'NodeResourcesFit':
      return left !== undefined && (!came || asksForLess(came, left));
    case 'NodePorts':
      return left !== undefined && !came && left.ports.some(({port}) => waiting.ports.some((one) => one.port === port));
    case 'VolumeRestrictions':
      return left !== undefined && !came && sharesClaim(waiting, left);
    case 'PodTopologySpread':
      return isSpreadWith(waiting, left) !== isSpreadWith(waiting, came);
    case 'InterPodAffinity':
      return isMeant(waiting, left, cluster) !== isMeant(waiting, came, cluster);
    case 'NodeUnschedulable':
    case 'TaintToleration':
    case 'NodeAffinity':
    case 'VolumeBinding':
      return false;
  }
}

function asksForLess(now: PodFacts, before: PodFacts): boolean {
  for (const [resource, amount] of before.requests) if ((now.requests.get(resource) ?? 0) < amount) return true;
  return false;
}

function sharesClaim({pod, namespace}: PodFacts, other: PodFacts): boolean {
  const names = claimNamesOf(pod);
  return namespace === other.namespace && claimNamesOf(other.pod).some((name) => names.includes(name));
}

/** Whether a Pod is counted where another wants to be spread. */
function isSpreadWith(waiting: PodFacts, other: PodFacts | undefined): boolean {
  if (!other || other.terminating || other.namespace !== waiting.namespace) return false;
  return constraintsOf(waiting, 'DoNotSchedule').some(({selector}) => labelMatcher(selector)(other.labels));
}

/** Whether two Pods have to do with each other by what they want to be near, or far from. */
function isMeant(waiting: PodFacts, other: PodFacts | undefined, cluster: ClusterState): boolean {
  if (!other) return false;
  const means = (term: AffinityTerm, of: PodFacts, pod: PodFacts): boolean =>
    matcherOf(podsMeantBy(term, of), (namespace) => cluster.namespaceLabels(namespace))(pod);
  return (
    waiting.affinity.some((term) => means(term, waiting, other)) ||
    waiting.antiAffinity.some((term) => means(term, waiting, other)) ||
    other.antiAffinity.some((term) => means(term, other, waiting))
  );
}
