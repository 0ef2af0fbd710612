import {defineCause} from './diagnosis.ts';
import {containerNamed, difference} from './evidence.ts';

/** The volume is there and the container does not mount it. */
export const volumeUnused = defineCause({
  cause: 'volume-unused',
  verdict: 'unmet',
  params: ['name', 'container', 'state'],
  says: {
    usual: {
      en: 'Volume {name} is there, but container {container} does not mount it. A mount cannot be added later‹: `docker rm -f {container}`, then run it again with `-v {name}:PATH`›.',
      zh: '卷 {name} 在，但容器 {container} 没有挂载它。挂载不能事后再加‹：先 `docker rm -f {container}`，再用 `-v {name}:路径` 重新运行›。',
    },
    nobody: {
      en: 'Volume {name} is there, but there is no container {container} to mount it yet.‹ Run it with `-v {name}:PATH`.›',
      zh: '卷 {name} 在，但还没有容器 {container} 来挂载它。‹运行时加上 `-v {name}:路径`。›',
    },
  },
  variant: ({state}) => (state === '' ? 'nobody' : 'usual'),
  explains(found) {
    const use = difference(found, 'usedBy', 'volume');
    if (use === undefined) return undefined;
    const container = use['expected'] ?? '';
    return {name: use['name'] ?? '', container, state: containerNamed(found, container)?.state ?? ''};
  },
});
