import {defineCause} from './diagnosis.ts';

/** The command has not reached Docker since the step began. */
export const notRunYet = defineCause({
  cause: 'not-run-yet',
  verdict: 'unmet',
  params: ['command', 'target'],
  says: {
    usual: {
      en: '`{command}` has not been run in this step yet[; the step asks for it on {target}].',
      zh: '这一步里还没有运行过 `{command}`[，要对 {target} 运行]。',
    },
  },
});
