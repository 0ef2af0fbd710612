import {defineCause} from './diagnosis.ts';
import {askedObject} from './kube-evidence.ts';

/** kubectl stopped at its own reading: arguments it does not take, a file that is not there, YAML that is none. */
export const kubectlNotSent = defineCause({
  cause: 'kubectl-not-sent',
  verdict: 'unmet',
  params: ['line', 'exitCode'],
  says: {
    usual: {
      en: '`{line}` ended with exit code {exitCode} before it reached the cluster: kubectl did not understand it. Its message stands in your terminal; `--help` behind the command shows how it is written.',
      zh: '`{line}` 还没到集群就以退出码 {exitCode} 结束了：kubectl 没有看懂这条命令。它的消息就在你的终端里；命令后面加上 `--help` 会显示写法。',
    },
    file: {
      en: '`{line}` ended with exit code {exitCode} before it reached the cluster: kubectl could not read what it was given. Its message names the line; in YAML, indentation is two spaces a level.',
      zh: '`{line}` 还没到集群就以退出码 {exitCode} 结束了：kubectl 读不懂给它的内容。它的消息会指出是哪一行；YAML 每一层缩进两个空格。',
    },
  },
  variant: ({line}) => (/\s(-f|--filename|-k|--kustomize)[\s=]/.test(line) ? 'file' : 'usual'),
  explains(found) {
    const {calls, commands} = found.surroundings;
    const last = commands.findLast(({line}) => /^\s*kubectl\s+(apply|create|replace|patch)\b/.test(line));
    if (!askedObject(found) || !last || last.exitCode === 0) return undefined;
    const reached = calls.some(({at, verb}) => at >= last.at - 30_000 && at <= last.at && verb.startsWith('kubectl '));
    return reached ? undefined : {line: last.line.trim(), exitCode: last.exitCode};
  },
});
