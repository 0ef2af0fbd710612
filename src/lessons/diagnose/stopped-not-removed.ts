import {defineCause} from './diagnosis.ts';
import {containerNamed, hasTried, said} from './evidence.ts';

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
    // Finding out which one has stopped may be what the step is about.
    unnamed: {
      en: 'A stopped container is still there that the step asks to be gone; `docker ps -a` lists yours, the stopped ones too.',
      zh: '还有一个已停止的容器在，而这一步要它消失；`docker ps -a` 会列出你的容器，包括停止的。',
    },
  },
  variant: ({name}) => (name === '' ? 'unnamed' : 'usual'),
  explains(found) {
    const there = said(found, 'still-there');
    const container = there?.['kind'] === 'container' ? containerNamed(found, there['name'] ?? '') : undefined;
    return container?.state === 'exited' ? {name: hasTried(found) ? container.name : ''} : undefined;
  },
});
