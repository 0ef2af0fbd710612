import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** A memory limit too small to start anything, or more CPUs than the machine has. */
export const limitRefused = defineCause({
  cause: 'limit-refused',
  verdict: 'unmet',
  params: ['answer'],
  says: {
    usual: {
      en: 'Docker did not take that limit: {answer}. In `-m 64m` the m is for megabytes; a number alone counts bytes.',
      zh: 'Docker 不接受这个限制：{answer}。`-m 64m` 里的 m 表示兆字节；只写数字就是字节数。',
    },
  },
  explains(found) {
    const answer = answered(found, /(Minimum memory limit[^\n]*|Range of CPUs[^\n]*|Memory limit[^\n]*)/i)?.match[1];
    return answer === undefined ? undefined : {answer};
  },
});
