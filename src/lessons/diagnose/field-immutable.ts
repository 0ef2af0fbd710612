import {defineCause} from './diagnosis.ts';
import {apiRefusal} from './kube-evidence.ts';

/** A field that cannot be changed was changed. */
export const fieldImmutable = defineCause({
  cause: 'field-immutable',
  verdict: 'unmet',
  params: ['target', 'field'],
  says: {
    usual: {
      en: '{field} of {target} is set once and cannot be changed later. Delete the object, then make it again with the new value.',
      zh: '{target} 的 {field} 只在创建时设置，之后不能改。先删除这个对象，再用新值创建。',
    },
  },
  explains(found) {
    const refused = apiRefusal(found);
    const match =
      /([\w.[\]]+): (?:Invalid value|Forbidden): .*?(?:field is immutable|may not change|updates to .* are forbidden|can not be set|forbidden: pod updates)/s.exec(
        refused?.answer ?? '',
      );
    if (!refused || !match) return undefined;
    return {target: refused.target, field: match[1] ?? ''};
  },
});
