import type {NodeState} from './node-state.ts';
import type {PodFacts} from './pod-facts.ts';
import type {ScoreContext} from './score.ts';
import {scores} from './scores/index.ts';

/** The best of the nodes that are possible; chance decides between equals. */
export function chooseNode(
  pod: PodFacts,
  context: ScoreContext,
  random: (count: number) => Uint8Array,
): NodeState | undefined {
  const {nodes} = context;
  if (nodes.length <= 1) return nodes[0];
  const totals = nodes.map(() => 0);
  for (const {weight, rate} of scores)
    for (const [index, points] of (rate(pod, context) ?? []).entries())
      totals[index] = (totals[index] ?? 0) + weight * points;
  const most = Math.max(...totals);
  const best = nodes.filter((_, index) => totals[index] === most);
  return best.length === 1 ? best[0] : best[(random(1)[0] ?? 0) % best.length];
}
