import {defineCause} from './diagnosis.ts';
import {refusal, text} from './evidence.ts';

/** Docker's own sentence, where none of the known ones fits. */
export const callRefused = defineCause({
  cause: 'call-refused',
  verdict: 'unmet',
  params: ['command', 'target', 'answer'],
  says: {
    kubectl: {
      en: '`{command}[ {target}]` was not carried out. The API server says: {answer}',
      zh: '`{command}[ {target}]` 没有执行。API 服务器的回答是：{answer}',
    },
    usual: {
      en: '`{command}[ {target}]` was not carried out. Docker says: {answer}',
      zh: '`{command}[ {target}]` 没有执行。Docker 的回答是：{answer}',
    },
  },
  variant: ({command}) => (command.startsWith('kubectl') ? 'kubectl' : 'usual'),
  explains(found) {
    const refused = refusal(found);
    if (refused === undefined) return undefined;
    const command =
      found.verdict.cause === 'call-refused' ? text(found.verdict.params['command']) : `docker ${refused.verb}`;
    return {command, target: refused.target, answer: refused.answer};
  },
});
