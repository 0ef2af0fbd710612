import {defineCause} from './diagnosis.ts';

/** Nothing is chosen yet. */
export const quizNotAnswered = defineCause({
  cause: 'quiz-not-answered',
  verdict: 'unmet',
  params: [],
  says: {
    usual: {
      en: 'No answer is chosen yet. More than one may be right.',
      zh: '还没有选择答案。正确的可能不止一个。',
    },
  },
});
