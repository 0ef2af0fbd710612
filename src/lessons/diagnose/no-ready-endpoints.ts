import {conditionOf} from '../checks/on-its-way.ts';
import {defineCause} from './diagnosis.ts';
import {nameOf, podsOf, serviceOf} from './kube-evidence.ts';

/** A Service whose Pods are all not ready. */
export const noReadyEndpoints = defineCause({
  cause: 'no-ready-endpoints',
  verdict: 'unmet',
  params: ['service', 'count'],
  says: {
    usual: {
      en: 'Service {service} selects {count} Pods, but none of them is ready, so it has no endpoints. `kubectl get pods` shows READY 0/1; `kubectl describe pod` says why.',
      zh: 'Service {service} 选中了 {count} 个 Pod，但没有一个就绪，所以它没有端点。`kubectl get pods` 会显示 READY 0/1；`kubectl describe pod` 会说明原因。',
    },
  },
  explains(found) {
    const service = serviceOf(found);
    const pods = podsOf(found);
    if (!service || pods.length === 0) return undefined;
    const ready = pods.filter((pod) => conditionOf(pod, 'Ready')?.['status'] === 'True');
    return ready.length > 0 ? undefined : {service: nameOf(service), count: pods.length};
  },
});
