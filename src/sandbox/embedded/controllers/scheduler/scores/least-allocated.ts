import {maxPoints, type Score} from '../score.ts';

/** Prefers nodes with much CPU and memory left. */
export const leastAllocated: Score = {
  name: 'NodeResourcesFit',
  weight: 1,
  rate({assumed}, {nodes}) {
    return nodes.map((node) => {
      const cpu = left(node.allocatable.get('cpu'), node.assumed.cpuMilli + assumed.cpuMilli);
      const memory = left(node.allocatable.get('memory'), node.assumed.memoryBytes + assumed.memoryBytes);
      return Math.trunc((cpu + memory) / 2);
    });
  },
};

function left(capacity: number | undefined, used: number): number {
  if (capacity === undefined || capacity === 0 || used > capacity) return 0;
  return Math.trunc(((capacity - used) * maxPoints) / capacity);
}
