import {defineCause} from './diagnosis.ts';

/** Something unexpected happened while looking; also said for a cause that has no words of its own. */
export const lookingFailed = defineCause({
  cause: 'looking-failed',
  verdict: 'blocked',
  params: ['object', 'reason'],
  says: {
    usual: {
      en: 'Could not look at {object}: {reason}. `k8s-learn doctor` says what this machine can do.',
      zh: '无法查看 {object}：{reason}。这台机器能做什么，`k8s-learn doctor` 会告诉你。',
    },
  },
});
