import type {NodeState} from '../node-state.ts';
import type {PodFacts} from '../pod-facts.ts';
import {maxPoints, type Score, type ScoreContext} from '../score.ts';
import {constraintsOf, type Spread, spreadPods, takesPart} from '../topology.ts';

const hostname = 'kubernetes.io/hostname';

/** What is spread when nobody asks: Pods of one Service or controller, over nodes and zones. */
const usual = [
  {topologyKey: hostname, maxSkew: 3},
  {topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5},
];

/** Prefers nodes and zones with few Pods of the same kind. */
export const podTopologySpread: Score = {
  name: 'PodTopologySpread',
  weight: 2,
  rate(pod, context) {
    const asked = (pod.pod.spec?.topologySpreadConstraints ?? []).length > 0;
    const spreads = asked ? constraintsOf(pod, 'ScheduleAnyway') : usualSpreads(pod, context);
    if (spreads.length === 0) return undefined;
    const isLeftOut = ({labels}: NodeState) =>
      asked && spreads.some(({topologyKey}) => labels[topologyKey] === undefined);
    const nodes = context.nodes.filter((node) => !isLeftOut(node));
    const rates = spreads.map((spread) => ratePlaces(pod, {...context, nodes}, spread));
    const points = context.nodes.map((node) =>
      isLeftOut(node) ? undefined : Math.round(rates.reduce((sum, rate) => sum + rate(node), 0)),
    );
    return turnedRound(points);
  },
};

function usualSpreads(pod: PodFacts, {groupOf}: ScoreContext): readonly Spread[] {
  const matchLabels = groupOf(pod);
  if (!matchLabels) return [];
  return usual.map((one) => ({
    ...one,
    minDomains: 1,
    selector: {matchLabels},
    honorsAffinity: true,
    honorsTaints: false,
  }));
}

/** How full a node's place is by one constraint; the more places there are, the more each Pod counts. */
function ratePlaces(pod: PodFacts, {cluster, nodes}: ScoreContext, spread: Spread): (node: NodeState) => number {
  const {topologyKey, maxSkew} = spread;
  const perNode = spreadPods(pod, cluster, spread);
  const perValue = new Map<string, number>();
  if (topologyKey !== hostname)
    for (const node of cluster.nodes.values()) {
      const value = node.labels[topologyKey];
      if (value === undefined || !takesPart(node, pod, spread)) continue;
      perValue.set(value, (perValue.get(value) ?? 0) + (perNode.get(node.name) ?? 0));
    }
  const places = topologyKey === hostname ? nodes.length : new Set(nodes.map(({labels}) => labels[topologyKey])).size;
  const weight = Math.log(places + 2);
  return ({name, labels}) => {
    const value = labels[topologyKey];
    if (value === undefined) return 0;
    const count = topologyKey === hostname ? perNode.get(name) : perValue.get(value);
    return (count ?? 0) * weight + maxSkew - 1;
  };
}

function turnedRound(points: readonly (number | undefined)[]): readonly number[] {
  const known = points.filter((one) => one !== undefined);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return points.map((one) => {
    if (one === undefined) return 0;
    return most === 0 ? maxPoints : Math.trunc((maxPoints * (most + least - one)) / most);
  });
}
