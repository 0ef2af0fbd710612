import {defineCause} from './diagnosis.ts';

/** Named by the sandbox: the API server’s proxy found nobody. */
export const noAnswerInCluster = defineCause({
  cause: 'no-answer-in-cluster',
  verdict: 'unmet',
  params: ['of', 'port'],
  says: {
    usual: {
      en: 'Nobody answers at {of} on port {port} inside the cluster. `kubectl get endpointslices` shows who is behind a Service.',
      zh: '集群内部的 {of} 在端口 {port} 上没有人应答。`kubectl get endpointslices` 会显示 Service 背后是谁。',
    },
  },
});
