import {defineCause} from './diagnosis.ts';
import {containerNamed, said} from './evidence.ts';

/** A stopped container is still there. */
export const stoppedNotRemoved = defineCause({
  cause: 'stopped-not-removed',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: 'Container {name} is stopped but still there: a stopped container is kept, with its files, until `docker rm {name}`.',
      zh: '容器 {name} 已停止，但还在：停止的容器连同里面的文件会一直保留，直到 `docker rm {name}`。',
    },
  },
  explains(found) {
    const there = said(found, 'still-there');
    const container = there?.['kind'] === 'container' ? containerNamed(found, there['name'] ?? '') : undefined;
    return container?.state === 'exited' ? {name: container.name} : undefined;
  },
});
