import {defineCause} from './diagnosis.ts';

/** Named by the client of the sandbox host, when the host is gone. */
export const sandboxStopped = defineCause({
  cause: 'sandbox-stopped',
  verdict: 'blocked',
  params: [],
  says: {
    usual: {
      en: 'The sandbox has stopped, so nothing can be looked at. Start k8s-learn again; your progress is kept.',
      zh: '沙箱已经停止，什么都看不到。重新启动 k8s-learn 即可，进度不会丢。',
    },
  },
});
