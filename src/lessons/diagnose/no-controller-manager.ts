import {defineCause} from './diagnosis.ts';
import {askedObject, clusterOf, componentRuns, nameOf, objectsOfKind, podsOf} from './kube-evidence.ts';

/** Workloads are stored and nobody acts on them. */
export const noControllerManager = defineCause({
  cause: 'no-controller-manager',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: '{name} is stored, and nothing happens to it: no controller manager runs that would see to it. `kubectl get pods -n kube-system` shows the control plane.',
      zh: '{name} 已经存下来了，却什么也没发生：没有控制器管理器在运行，没人照管它。`kubectl get pods -n kube-system` 会列出控制平面。',
    },
  },
  explains(found) {
    const cluster = clusterOf(found);
    const asked = askedObject(found);
    const isWorkload = asked && ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'].includes(asked.kind);
    if (!cluster || !isWorkload || podsOf(found).length > 0 || componentRuns(cluster, 'kube-controller-manager'))
      return undefined;
    const isThere = objectsOfKind(cluster, asked.kind).some((one) => nameOf(one) === asked.name);
    return isThere ? {name: `${asked.kind} ${asked.name}`} : undefined;
  },
});
