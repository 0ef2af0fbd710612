import {defineCause} from './diagnosis.ts';

/** Named by the sandbox: the file is there and may not be read. */
export const fileNotReadable = defineCause({
  cause: 'file-not-readable',
  verdict: 'blocked',
  params: ['path', 'reason'],
  says: {
    usual: {
      en: '{path} may not be read[ ({reason})]. `ls -l {path}` shows to whom it belongs; `chmod u+r {path}` lets you read it.',
      zh: '{path} 不允许读取[（{reason}）]。`ls -l {path}` 会显示它属于谁；`chmod u+r {path}` 可以让你读它。',
    },
  },
});
