import {maxPoints, type Score} from '../score.ts';

/** Prefers nodes whose CPU and memory are used to a like degree. */
export const balancedAllocation: Score = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  rate({requests}, {nodes}) {
    const asked = {cpu: requests.get('cpu') ?? 0, memory: requests.get('memory') ?? 0};
    if (asked.cpu === 0 && asked.memory === 0) return undefined;
    return nodes.map(({allocatable, requested}) => {
      const cpu = used(allocatable.get('cpu'), (requested.get('cpu') ?? 0) + asked.cpu);
      const memory = used(allocatable.get('memory'), (requested.get('memory') ?? 0) + asked.memory);
      return Math.trunc((1 - Math.abs((cpu - memory) / 2)) * maxPoints);
    });
  },
};

function used(capacity: number | undefined, amount: number): number {
  return capacity === undefined || capacity === 0 ? 0 : Math.min(1, amount / capacity);
}
