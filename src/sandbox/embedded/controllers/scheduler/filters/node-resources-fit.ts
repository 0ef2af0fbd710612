import type {Filter, Refused} from '../filter.ts';
import type {NodeState} from '../node-state.ts';
import type {Amounts} from '../requests.ts';

/** Keeps Pods off nodes that have no room left for them. */
export const nodeResourcesFit: Filter = {
  name: 'NodeResourcesFit',
  prepare({requests}) {
    return (node) => refusal(node, requests);
  },
};

function refusal(node: NodeState, requests: Amounts): Refused | undefined {
  const {allocatable, requested} = node;
  const reasons: string[] = [];
  // Fuller than ever it can be: nobody who made way would help.
  let final = false;
  if (node.podCount + 1 > (allocatable.get('pods') ?? 0)) reasons.push('Too many pods');
  for (const [resource, amount] of requests) {
    const capacity = allocatable.get(resource) ?? 0;
    if (amount === 0 || amount <= capacity - (requested.get(resource) ?? 0)) continue;
    reasons.push(`Insufficient ${resource}`);
    if (amount > capacity) final = true;
  }
  return reasons.length === 0 ? undefined : {reasons, final};
}
