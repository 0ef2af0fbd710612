import {z} from 'zod';
import {defineCheck, look} from './check.ts';
import {passed, unmet} from './verdict.ts';
import {quizView} from './views.ts';

/** Made by the parser from a quiz step, never written by hand. Positions count from 0. */
const params = z.strictObject({right: z.array(z.int().min(0)).min(1)});

/** Passes when exactly the right answers are chosen. The verdict counts them and never names one. */
export const quiz = defineCheck({
  type: 'quiz',
  params,
  subject: (_params, {step}) => ({api: 'quiz', step}),
  evaluate: ({right}, seen) =>
    look(seen, {
      object: 'quiz',
      view: quizView,
      absent: () => unmet('quiz-not-answered', {}),
      present({chosen}) {
        if (chosen.length === 0) return unmet('quiz-not-answered', {});
        const missing = right.filter((answer) => !chosen.includes(answer)).length;
        const extra = chosen.filter((answer) => !right.includes(answer)).length;
        return missing + extra === 0 ? passed : unmet('quiz-differs', {missing, extra});
      },
    }),
});
