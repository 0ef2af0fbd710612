import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** Another limit, often by a unit: `64k` for `64m`. */
export const limitDiffers = defineCause({
  cause: 'limit-differs',
  verdict: 'unmet',
  params: ['name', 'property', 'expected', 'seen'],
  says: {
    memory: {
      en: 'Container {name} has a memory limit of {seen}; the step asks for {expected}. The units are k, m and g.‹ `docker rm -f {name}`, then run it again with `-m {expected}`.›',
      zh: '容器 {name} 的内存限制是 {seen}，这一步要的是 {expected}。单位有 k、m、g。‹先 `docker rm -f {name}`，再用 `-m {expected}` 重新运行。›',
    },
    cpus: {
      en: 'Container {name} has a CPU limit of {seen}; the step asks for {expected}.‹ `docker update --cpus {expected} {name}` changes it.›',
      zh: '容器 {name} 的 CPU 限制是 {seen}，这一步要的是 {expected}。‹`docker update --cpus {expected} {name}` 就能改。›',
    },
  },
  variant: ({property}) => property,
  explains(found) {
    const limit = difference(found, 'memory') ?? difference(found, 'cpus');
    if (limit === undefined || limit['seen'] === '') return undefined;
    return {
      name: limit['name'] ?? '',
      property: limit['property'] ?? '',
      expected: limit['expected'] ?? '',
      seen: limit['seen'] ?? '',
    };
  },
});
