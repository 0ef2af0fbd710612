import {textIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {clusterOf, componentRuns, nameOf, podsOf} from './kube-evidence.ts';

/** Pods stay Pending because nobody schedules. */
export const noScheduler = defineCause({
  cause: 'no-scheduler',
  verdict: 'unmet',
  params: ['pod'],
  says: {
    usual: {
      en: 'Pod {pod} stays Pending, and nobody says why: no scheduler runs that would choose a node. `kubectl get pods -n kube-system` shows the control plane; its manifests are in /etc/kubernetes/manifests of the control plane’s node.',
      zh: 'Pod {pod} 一直是 Pending，而且没人说明原因：没有调度器在运行，没人替它选节点。`kubectl get pods -n kube-system` 会列出控制平面；它们的清单在控制平面节点的 /etc/kubernetes/manifests 里。',
    },
  },
  explains(found) {
    const cluster = clusterOf(found);
    const pod = podsOf(found).find(
      (one) => textIn(one, 'status', 'phase') === 'Pending' && textIn(one, 'spec', 'nodeName') === '',
    );
    return cluster && pod && !componentRuns(cluster, 'kube-scheduler') ? {pod: nameOf(pod)} : undefined;
  },
});
