import {sizeText} from '../checks/sizes.ts';
import {defineCause} from './diagnosis.ts';
import {endedContainer} from './evidence.ts';

/** The kernel killed it for using more than its limit. */
export const outOfMemory = defineCause({
  cause: 'out-of-memory',
  verdict: 'unmet',
  params: ['name', 'memory'],
  says: {
    usual: {
      en: 'Container {name} was killed because it ran out of memory[: its limit is {memory}] (exit code 137). Remove it and run it with a larger `-m`, or give it less to do.',
      zh: '容器 {name} 因为内存不足被终止[：它的上限是 {memory}]（退出码 137）。删掉它，用更大的 `-m` 重新运行，或者让它少做一点。',
    },
  },
  explains(found) {
    const container = endedContainer(found);
    if (!container?.oomKilled) return undefined;
    return {name: container.name, memory: container.memoryBytes === 0 ? '' : sizeText(container.memoryBytes)};
  },
});
