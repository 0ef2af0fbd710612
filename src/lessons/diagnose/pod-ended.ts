import {textIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {containersOf, nameOf, podsOf} from './kube-evidence.ts';

/** The Pod’s program has come to its end. */
export const podEnded = defineCause({
  cause: 'pod-ended',
  verdict: 'unmet',
  params: ['pod', 'phase', 'exitCode', 'last'],
  says: {
    usual: {
      en: 'Pod {pod} has ended (exit code {exitCode}) and is not started again.[ Its last line: “{last}”.] `kubectl logs {pod}` says why.',
      zh: 'Pod {pod} 已经结束（退出码 {exitCode}），不会再启动。[最后一行输出：“{last}”。]用 `kubectl logs {pod}` 看原因。',
    },
    Succeeded: {
      en: 'Pod {pod} is Completed: its program came to its end (exit code {exitCode}). What should go on running needs a program that does not end.',
      zh: 'Pod {pod} 的状态是 Completed：程序已经正常结束（退出码 {exitCode}）。要一直运行，就得有一个不会结束的程序。',
    },
  },
  variant: ({phase}) => phase,
  explains(found) {
    const [pod] = podsOf(found);
    const phase = textIn(pod, 'status', 'phase');
    const wants = JSON.stringify(found.check.params['status'] ?? '');
    if (!pod || !['Succeeded', 'Failed'].includes(phase) || /Succeeded|Failed|terminated/.test(wants)) return undefined;
    const container = containersOf(found).find(({podName}) => podName === nameOf(pod));
    return {pod: nameOf(pod), phase, exitCode: container?.exitCode ?? 0, last: container?.lastLine ?? ''};
  },
});
