import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** Its health check says no, or it has none. */
export const unhealthy = defineCause({
  cause: 'unhealthy',
  verdict: 'unmet',
  params: ['name', 'expected', 'seen'],
  says: {
    usual: {
      en: 'Container {name} is {seen}; the step asks for {expected}. What its health check printed stands in `docker inspect {name}`, under Health.',
      zh: '容器 {name} 的健康状态是 {seen}，这一步要的是 {expected}。健康检查输出了什么，见 `docker inspect {name}` 的 Health 部分。',
    },
    unchecked: {
      en: 'Container {name} has no health check; the step asks for {expected}. `docker rm -f {name}`, then run it again with `--health-cmd`.',
      zh: '容器 {name} 没有健康检查，这一步要的是 {expected}。先 `docker rm -f {name}`，再加上 `--health-cmd` 重新运行。',
    },
  },
  variant: ({seen}) => (seen === '' ? 'unchecked' : 'usual'),
  explains(found) {
    const health = difference(found, 'health');
    return health && {name: health['name'] ?? '', expected: health['expected'] ?? '', seen: health['seen'] ?? ''};
  },
});
