import {textIn} from '../checks/json.ts';
import {conditionOf} from '../checks/on-its-way.ts';
import {defineCause} from './diagnosis.ts';
import {clusterOf, nameOf, podsOf} from './kube-evidence.ts';
import {lastProbe} from './probe-events.ts';

/** A readiness probe keeps a Pod out of its Services. */
export const podNotReady = defineCause({
  cause: 'pod-not-ready',
  verdict: 'unmet',
  params: ['pod', 'why', 'answer'],
  says: {
    usual: {
      en: 'Pod {pod} runs, but its readiness probe gets no good answer: {answer}',
      zh: 'Pod {pod} 在运行，但就绪探针得不到正常应答：{answer}',
    },
    refused: {
      en: 'Pod {pod} runs, but its readiness probe finds nobody at its port: does the program listen on another one, or not yet? {answer}',
      zh: 'Pod {pod} 在运行，但就绪探针的端口上没有人：程序监听的是别的端口，还是还没开始监听？{answer}',
    },
    status: {
      en: 'Pod {pod} runs and answers, but not as its readiness probe wants: is the path there? {answer}',
      zh: 'Pod {pod} 在运行也有应答，但不是就绪探针要的：那个路径存在吗？{answer}',
    },
  },
  variant: ({why}) => why,
  explains(found) {
    const cluster = clusterOf(found);
    if (!cluster) return undefined;
    for (const pod of podsOf(found)) {
      if (textIn(pod, 'status', 'phase') !== 'Running' || conditionOf(pod, 'Ready')?.['status'] === 'True') continue;
      const message = lastProbe(cluster, pod, 'Readiness');
      if (message === undefined) continue;
      const why = /refused/.test(message) ? 'refused' : /statuscode: [45]/.test(message) ? 'status' : '';
      return {pod: nameOf(pod), why, answer: message.replace(/([^.。])$/, '$1.')};
    }
    return undefined;
  },
});
