import {defineCause} from './diagnosis.ts';

/** A server answers, with another header. */
export const httpHeaderDiffers = defineCause({
  cause: 'http-header-differs',
  verdict: 'unmet',
  params: ['url', 'header', 'expected', 'seen'],
  says: {
    usual: {
      en: '{url} answers with {header}: {seen}; the step asks for {expected}. `curl -i {url}` shows every header.',
      zh: '{url} 回答的 {header} 是 {seen}，这一步要的是 {expected}。用 `curl -i {url}` 可以看到全部响应头。',
    },
  },
});
