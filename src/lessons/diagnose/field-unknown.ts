import {defineCause} from './diagnosis.ts';
import {apiRefusal} from './kube-evidence.ts';

/** Strict decoding named a field that is not in the schema. */
export const fieldUnknown = defineCause({
  cause: 'field-unknown',
  verdict: 'unmet',
  params: ['field'],
  says: {
    usual: {
      en: 'The manifest has a field {field} that this kind of object does not know: misspelt, or moved by its indentation. `kubectl explain` lists the fields of each level.',
      zh: '清单里有一个字段 {field}，这类对象没有它：要么拼错了，要么缩进让它换了位置。`kubectl explain` 会列出每一层的字段。',
    },
  },
  explains(found) {
    const refused = apiRefusal(found);
    const match = /unknown field "([^"]+)"/.exec(refused?.answer ?? '');
    if (!refused || !match) return undefined;
    return {field: match[1] ?? ''};
  },
});
