import {defineCause} from './diagnosis.ts';
import {apiRefusal} from './kube-evidence.ts';

/** A workload would make Pods it does not select. */
export const labelsDoNotMatch = defineCause({
  cause: 'labels-do-not-match',
  verdict: 'unmet',
  params: ['target'],
  says: {
    usual: {
      en: '{target}: the labels of the template do not carry what the selector asks for. `spec.selector.matchLabels` and `spec.template.metadata.labels` must agree.',
      zh: '{target}：模板的标签里没有选择算符要的那一项。`spec.selector.matchLabels` 和 `spec.template.metadata.labels` 必须一致。',
    },
  },
  explains(found) {
    const refused = apiRefusal(found);
    const match = /`selector` does not match template `labels`/.exec(refused?.answer ?? '');
    if (!refused || !match) return undefined;
    return {target: refused.target};
  },
});
