import {defineCause} from './diagnosis.ts';

/** Counts what is missing and what is too much, and names no answer. */
export const quizDiffers = defineCause({
  cause: 'quiz-differs',
  verdict: 'unmet',
  params: ['missing', 'extra'],
  says: {
    usual: {
      en: 'Not all of it yet: right answers still open: {missing}; chosen ones that do not hold: {extra}. Read what stands under each and choose again.',
      zh: '还不完全：还缺 {missing} 个正确答案，多选了 {extra} 个。看一看每个答案下面的解释，再选一次。',
    },
    missing: {
      en: 'What you chose is right, but not all of it: right answers still open: {missing}.',
      zh: '选的都对，但还没选全：还缺 {missing} 个。',
    },
    extra: {
      en: 'All right answers are chosen, and some that do not hold: {extra}. Read what stands under each and choose again.',
      zh: '正确的都选上了，但多选了 {extra} 个。看一看每个答案下面的解释，再选一次。',
    },
  },
  variant: ({missing, extra}) => (extra === '0' ? 'missing' : missing === '0' ? 'extra' : 'usual'),
});
