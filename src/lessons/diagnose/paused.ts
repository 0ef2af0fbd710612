import {defineCause} from './diagnosis.ts';
import {downContainer} from './evidence.ts';

/** `docker pause` froze its processes. */
export const paused = defineCause({
  cause: 'paused',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: 'Container {name} is paused: its processes are frozen and answer nobody.‹ `docker unpause {name}`.›',
      zh: '容器 {name} 已暂停：里面的进程被冻结，谁都不理。‹`docker unpause {name}`。›',
    },
  },
  explains(found) {
    const container = downContainer(found);
    return container?.state === 'paused' ? {name: container.name} : undefined;
  },
});
