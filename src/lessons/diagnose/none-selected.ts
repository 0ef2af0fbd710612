import {defineCause} from './diagnosis.ts';

/** Nothing carries the label. */
export const noneSelected = defineCause({
  cause: 'none-selected',
  verdict: 'unmet',
  params: ['kind', 'selector'],
  says: {
    usual: {
      en: 'There is no {kind} with the label {selector} yet. `kubectl get` with `--show-labels` lists labels.',
      zh: '还没有带标签 {selector} 的 {kind}。`kubectl get` 加上 `--show-labels` 会列出标签。',
    },
  },
});
