import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** Nothing is mounted where the check looks, and the source is nowhere else either. */
export const volumeNotMounted = defineCause({
  cause: 'volume-not-mounted',
  verdict: 'unmet',
  params: ['name', 'target', 'expected'],
  says: {
    usual: {
      en: 'Container {name} has nothing mounted at {target}. A mount cannot be added later‹: `docker rm -f {name}`, then run it again with `-v {expected}`›.',
      zh: '容器 {name} 的 {target} 上什么都没有挂载。挂载不能事后再加‹：先 `docker rm -f {name}`，再用 `-v {expected}` 重新运行›。',
    },
    any: {
      en: 'Container {name} has nothing mounted at {target}. A mount cannot be added later‹: `docker rm -f {name}`, then run it again with `-v SOURCE:{target}`›.',
      zh: '容器 {name} 的 {target} 上什么都没有挂载。挂载不能事后再加‹：先 `docker rm -f {name}`，再用 `-v 来源:{target}` 重新运行›。',
    },
  },
  variant: ({expected}) => (/^(present|absent|~)/.test(expected) ? 'any' : 'usual'),
  explains(found) {
    const mount = difference(found, 'mounts');
    if (mount === undefined || mount['seen'] !== '') return undefined;
    return {name: mount['name'] ?? '', target: mount['key'] ?? '', expected: mount['expected'] ?? ''};
  },
});
