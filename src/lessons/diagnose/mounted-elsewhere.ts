import {defineCause} from './diagnosis.ts';
import {containerNamed, difference} from './evidence.ts';

/** The right volume at another path. */
export const mountedElsewhere = defineCause({
  cause: 'mounted-elsewhere',
  verdict: 'unmet',
  params: ['name', 'source', 'seen', 'expected'],
  says: {
    usual: {
      en: 'Container {name} has {source} mounted at {seen}; the step asks for {expected}.‹ `docker rm -f {name}`, then run it again with `-v {source}:{expected}`.›',
      zh: '容器 {name} 把 {source} 挂载在了 {seen}，而这一步要的是 {expected}。‹先 `docker rm -f {name}`，再用 `-v {source}:{expected}` 重新运行。›',
    },
  },
  explains(found) {
    const mount = difference(found, 'mounts');
    const container = mount && containerNamed(found, mount['name'] ?? '');
    const target = mount?.['key'] ?? '';
    const source = (mount?.['expected'] ?? '').slice(0, -target.length - 1);
    const elsewhere = container?.mounts.find((one) => one.source === source && one.target !== target);
    return container && elsewhere
      ? {name: container.name, source, seen: elsewhere.target, expected: target}
      : undefined;
  },
});
