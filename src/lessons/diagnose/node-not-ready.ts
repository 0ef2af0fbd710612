import {conditionOf} from '../checks/on-its-way.ts';
import {defineCause} from './diagnosis.ts';
import {nameOf} from './kube-evidence.ts';

/** A node whose kubelet is silent. */
export const nodeNotReady = defineCause({
  cause: 'node-not-ready',
  verdict: 'unmet',
  params: ['node'],
  says: {
    usual: {
      en: 'Node {node} is not ready: its kubelet does not report. Does its container run? `docker ps -a --filter name={node}` shows it, `docker start {node}` starts it.',
      zh: '节点 {node} 没有就绪：它的 kubelet 没有上报。它的容器在运行吗？`docker ps -a --filter name={node}` 会显示，`docker start {node}` 可以启动它。',
    },
  },
  explains({subject, surroundings}) {
    if (subject.api !== 'kubernetes') return undefined;
    const isAbout = subject.resource === 'cluster' || (subject.resource === 'object' && subject.kind === 'Node');
    const node = surroundings.cluster?.nodes.find((one) => conditionOf(one, 'Ready')?.['status'] === 'Unknown');
    return isAbout && node ? {node: nameOf(node)} : undefined;
  },
});
