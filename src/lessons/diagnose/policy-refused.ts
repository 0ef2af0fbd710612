import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** The guard refused the call: lessons never need it, and it could reach beyond the sandbox. */
export const policyRefused = defineCause({
  cause: 'policy-refused',
  verdict: 'unmet',
  params: ['answer'],
  says: {
    usual: {
      en: 'The sandbox did not let that through: {answer}',
      zh: '沙箱没有放行：{answer}',
    },
  },
  explains(found) {
    const answer = answered(found, /k8s-learn: (.+)/s)?.match[1];
    return answer === undefined ? undefined : {answer};
  },
});
