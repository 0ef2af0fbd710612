import {defineCause} from './diagnosis.ts';

/** The command was seen and has not ended. */
export const waitingForCommand = defineCause({
  cause: 'waiting-for-command',
  verdict: 'waiting',
  params: ['command', 'target'],
  says: {
    usual: {
      en: '`{command}[ {target}]` is still running; its exit code comes when it ends.',
      zh: '`{command}[ {target}]` 还在运行，结束后才有退出码。',
    },
  },
});
