import {defineCause} from './diagnosis.ts';
import {difference} from './evidence.ts';

/** The step asks for a container that has ended. */
export const stillRunning = defineCause({
  cause: 'still-running',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: 'Container {name} is still running; the step asks for it to be stopped‹: `docker stop {name}`›.',
      zh: '容器 {name} 还在运行，而这一步要它停下来‹：`docker stop {name}`›。',
    },
  },
  explains(found) {
    const state = difference(found, 'state');
    return state?.['expected'] === 'exited' && state['seen'] === 'running' ? {name: state['name'] ?? ''} : undefined;
  },
});
