import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** Something is mounted at the path, and not what is asked for. */
export const otherSourceMounted = defineCause({
  cause: 'other-source-mounted',
  verdict: 'unmet',
  params: ['name', 'target', 'expected', 'seen'],
  says: {
    usual: {
      en: 'Container {name} has {seen} mounted; the step asks for {expected}.‹ `docker rm -f {name}`, then run it again with `-v {expected}`.›',
      zh: '容器 {name} 挂载的是 {seen}，而这一步要的是 {expected}。‹先 `docker rm -f {name}`，再用 `-v {expected}` 重新运行。›',
    },
    unnamed: {
      en: 'Container {name} has a volume without a name at {target}; the step asks for {expected}. In `-v SOURCE:TARGET` the name comes first‹: `docker rm -f {name}`, then run it again with `-v {expected}`›.',
      zh: '容器 {name} 在 {target} 上挂载的是一个没有名字的卷，而这一步要的是 {expected}。`-v 来源:目标`，卷名写在前面‹：先 `docker rm -f {name}`，再用 `-v {expected}` 重新运行›。',
    },
  },
  variant: ({seen}) => (/^[0-9a-f]{64}:/.test(seen) ? 'unnamed' : 'usual'),
  explains(found) {
    const mount = difference(found, 'mounts');
    if (mount === undefined || mount['seen'] === '') return undefined;
    return {
      name: mount['name'] ?? '',
      target: mount['key'] ?? '',
      expected: mount['expected'] ?? '',
      seen: mount['seen'] ?? '',
    };
  },
});
