import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

const STOPPED =
  /The command '(.+)' returned a non-zero code: (\d+)|process "(.+)" did not complete successfully: exit code: (\d+)/s;

/** A RUN line ended with an exit code other than 0. */
export const buildStepFailed = defineCause({
  cause: 'build-step-failed',
  verdict: 'unmet',
  params: ['command', 'exitCode'],
  says: {
    usual: {
      en: 'The build stopped at RUN {command}: exit code {exitCode}. What it printed stands right above; mend that line of the Dockerfile and build again.',
      zh: '构建停在 RUN {command}：退出码 {exitCode}。它的输出就在上面；改好 Dockerfile 的这一行，再构建一次。',
    },
    notFound: {
      en: 'The build stopped at RUN {command}: exit code {exitCode}, the image has no such command. Look at its spelling, or install it in a line before.',
      zh: '构建停在 RUN {command}：退出码 {exitCode}，镜像里没有这个命令。检查拼写，或在前面的行里先安装它。',
    },
  },
  variant: ({exitCode}) => (exitCode === '127' ? 'notFound' : 'usual'),
  explains(found) {
    const match = answered(found, STOPPED)?.match;
    if (!match) return undefined;
    return {command: (match[1] ?? match[3] ?? '').replace(/^\/bin\/sh -c /, ''), exitCode: match[2] ?? match[4] ?? ''};
  },
});
