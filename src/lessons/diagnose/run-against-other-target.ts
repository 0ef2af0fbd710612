import {defineCause} from './diagnosis.ts';

/** The right command on another object. */
export const runAgainstOtherTarget = defineCause({
  cause: 'run-against-other-target',
  verdict: 'unmet',
  params: ['command', 'expected', 'seen'],
  says: {
    usual: {
      en: '`{command}` was run on {seen}; the step asks for {expected}. Run it again with that name.',
      zh: '`{command}` 运行的对象是 {seen}，这一步要的是 {expected}。换成这个名字再运行一次。',
    },
  },
});
