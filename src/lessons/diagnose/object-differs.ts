import {defineCause} from './diagnosis.ts';

/** A property is not as asked, and no other cause says more about it. */
export const objectDiffers = defineCause({
  cause: 'object-differs',
  verdict: 'unmet',
  params: ['kind', 'name', 'property', 'expected', 'seen'],
  says: {
    usual: {
      en: '{kind} {name}: {property} is {seen}; the step asks for {expected}.',
      zh: '{kind} {name} 的 {property} 是 {seen}，这一步要的是 {expected}。',
    },
  },
});
