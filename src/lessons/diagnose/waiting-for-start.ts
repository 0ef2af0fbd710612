import {defineCause} from './diagnosis.ts';

/** Created a moment ago, or being restarted for the first time. */
export const waitingForStart = defineCause({
  cause: 'waiting-for-start',
  verdict: 'waiting',
  params: ['name', 'state'],
  says: {
    usual: {
      en: 'Container {name} is created and not started yet.',
      zh: '容器 {name} 已创建，还没有启动。',
    },
    restarting: {
      en: 'Container {name} has ended and is being restarted.',
      zh: '容器 {name} 已退出，正在重新启动。',
    },
  },
  variant: ({state}) => (state === 'restarting' ? 'restarting' : 'usual'),
});
