import type {ClusterState} from './cluster-state.ts';
import type {NodeState} from './node-state.ts';
import type {PodFacts} from './pod-facts.ts';

/** The most points a node can have by one rule. */
export const maxPoints = 100;

/** What a score may look at besides the Pod. */
export interface ScoreContext {
  readonly cluster: ClusterState;
  /** The nodes that are possible; points are given in their order. */
  readonly nodes: readonly NodeState[];
  /** The labels by which the Service and the controller of a Pod know it; undefined when there is neither. */
  readonly groupOf: (pod: PodFacts) => {readonly [key: string]: string} | undefined;
}

/** One rule about which of the possible nodes is best. */
export interface Score {
  /** As upstream's plugin is called. */
  readonly name: string;
  /** How much it counts beside the others. */
  readonly weight: number;
  /** From 0 to 100 for every node; undefined when the rule has nothing to say about this Pod. */
  rate(pod: PodFacts, context: ScoreContext): readonly number[] | undefined;
}

/** Points that reach from 0 to 100, the highest being 100. */
export function scaled(points: readonly number[]): readonly number[] {
  const most = Math.max(...points, 0);
  return most === 0 ? points.map(() => 0) : points.map((one) => Math.trunc((one * maxPoints) / most));
}

/** The other way round: the lowest is best. */
export function scaledDown(points: readonly number[]): readonly number[] {
  const most = Math.max(...points, 0);
  if (most === 0) return points.map(() => maxPoints);
  return points.map((one) => maxPoints - Math.trunc((one * maxPoints) / most));
}
