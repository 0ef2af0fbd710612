import {defineCause} from './diagnosis.ts';

/** It may become so by itself. */
export const waitingForObject = defineCause({
  cause: 'waiting-for-object',
  verdict: 'waiting',
  params: ['kind', 'name', 'property', 'expected', 'seen'],
  says: {
    usual: {
      en: '{kind} {name} is on its way: {property} is {seen}, the step waits for {expected}.',
      zh: '{kind} {name} 还在路上：{property} 是 {seen}，这一步在等 {expected}。',
    },
  },
});
