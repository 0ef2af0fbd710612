import {defineCause} from './diagnosis.ts';
import {containersOf} from './kube-evidence.ts';

/** A container that ends, whatever is tried. */
export const podCrashLoops = defineCause({
  cause: 'pod-crash-loops',
  verdict: 'unmet',
  params: ['pod', 'exitCode', 'last'],
  says: {
    usual: {
      en: 'Pod {pod} ends and is started again and again (exit code {exitCode}).[ Its last line: “{last}”.] `kubectl logs {pod} --previous` says why.',
      zh: 'Pod {pod} 一次次退出，又一次次被启动（退出码 {exitCode}）。[最后一行输出：“{last}”。]用 `kubectl logs {pod} --previous` 看原因。',
    },
    done: {
      en: 'Pod {pod} does its work and ends (exit code {exitCode}), and is started again each time: what should go on running needs a program that does not end.',
      zh: 'Pod {pod} 干完活就退出（退出码 {exitCode}），然后又被启动：要一直运行，就得有一个不会结束的程序。',
    },
  },
  variant: ({exitCode}) => (exitCode === '0' ? 'done' : 'usual'),
  explains(found) {
    const ended = containersOf(found).find(
      ({reason, restarts, ended: how}) =>
        reason === 'CrashLoopBackOff' || (restarts > 0 && how !== '' && reason !== ''),
    );
    return ended && {pod: ended.podName, exitCode: ended.exitCode, last: ended.lastLine};
  },
});
