import {defineCause} from './diagnosis.ts';
import {apiRefusal} from './kube-evidence.ts';

/** A name that is no DNS label. */
export const nameNotAllowed = defineCause({
  cause: 'name-not-allowed',
  verdict: 'unmet',
  params: ['seen'],
  says: {
    usual: {
      en: 'The name {seen} is not allowed: lower case letters, digits and `-`, and a letter or digit at both ends.',
      zh: '名字 {seen} 不符合规则：只能用小写字母、数字和 `-`，并且以字母或数字开头和结尾。',
    },
  },
  explains(found) {
    const refused = apiRefusal(found);
    const match = /metadata\.name: Invalid value: "([^"]*)".*RFC 1123/s.exec(refused?.answer ?? '');
    if (!refused || !match) return undefined;
    return {seen: match[1] ?? ''};
  },
});
