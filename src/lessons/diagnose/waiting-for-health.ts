import {defineCause} from './diagnosis.ts';

/** Its health check has not run often enough to say anything. */
export const waitingForHealth = defineCause({
  cause: 'waiting-for-health',
  verdict: 'waiting',
  params: ['name', 'health'],
  says: {
    usual: {
      en: 'Container {name} is running, and its health check has not decided yet.',
      zh: '容器 {name} 在运行，健康检查还没有结论。',
    },
  },
});
