import {defineCause} from './diagnosis.ts';

/** Too few or too many of what a label selects. */
export const countDiffers = defineCause({
  cause: 'count-differs',
  verdict: 'unmet',
  params: ['kind', 'selector', 'expected', 'seen'],
  says: {
    usual: {
      en: 'As asked for there are {seen} of kind {kind} with the label {selector}; the step wants {expected}.',
      zh: '带标签 {selector} 且符合要求的 {kind} 有 {seen} 个，这一步要的是 {expected} 个。',
    },
  },
});
