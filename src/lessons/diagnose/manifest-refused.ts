import {defineCause} from './diagnosis.ts';
import {apiRefusal} from './kube-evidence.ts';

/** The API server’s own sentence, where none of the known ones fits. */
export const manifestRefused = defineCause({
  cause: 'manifest-refused',
  verdict: 'unmet',
  params: ['target', 'answer'],
  says: {
    usual: {
      en: 'The API server did not take {target}: {answer}',
      zh: 'API 服务器没有接受 {target}：{answer}',
    },
  },
  explains(found) {
    const refused = apiRefusal(found);
    const match = /.+/s.exec(refused?.answer ?? '');
    if (!refused || !match || found.verdict.cause === 'call-refused') return undefined;
    return {target: refused.target === '' ? refused.command : refused.target, answer: match[0].split('\n')[0] ?? ''};
  },
});
