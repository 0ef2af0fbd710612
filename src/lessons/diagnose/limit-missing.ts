import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** Run without `-m` or `--cpus`. */
export const limitMissing = defineCause({
  cause: 'limit-missing',
  verdict: 'unmet',
  params: ['name', 'property', 'expected'],
  says: {
    memory: {
      en: 'Container {name} has no memory limit; the step asks for {expected}.‹ `docker rm -f {name}`, then run it again with `-m {expected}`.›',
      zh: '容器 {name} 没有内存限制，这一步要的是 {expected}。‹先 `docker rm -f {name}`，再用 `-m {expected}` 重新运行。›',
    },
    cpus: {
      en: 'Container {name} has no CPU limit; the step asks for {expected}.‹ `docker rm -f {name}`, then run it again with `--cpus {expected}`.›',
      zh: '容器 {name} 没有 CPU 限制，这一步要的是 {expected}。‹先 `docker rm -f {name}`，再用 `--cpus {expected}` 重新运行。›',
    },
  },
  variant: ({property}) => property,
  explains(found) {
    const limit = difference(found, 'memory') ?? difference(found, 'cpus');
    if (limit === undefined || limit['seen'] !== '') return undefined;
    return {name: limit['name'] ?? '', property: limit['property'] ?? '', expected: limit['expected'] ?? ''};
  },
});
