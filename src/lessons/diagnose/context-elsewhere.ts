import {defineCause} from './diagnosis.ts';
import {clusterOf} from './kube-evidence.ts';

/** The learner’s kubectl looks at another cluster, or at none. */
export const contextElsewhere = defineCause({
  cause: 'context-elsewhere',
  verdict: 'unmet',
  params: ['context', 'home'],
  says: {
    usual: {
      en: 'kubectl talks to the context {context} now, which is not the course’s cluster. `kubectl config use-context {home}` leads back.',
      zh: 'kubectl 现在用的是上下文 {context}，不是课程的集群。`kubectl config use-context {home}` 可以切回来。',
    },
    none: {
      en: 'kubectl has no context to talk to. `kind export kubeconfig --name k8s-learn` writes it anew.',
      zh: 'kubectl 没有可用的上下文。`kind export kubeconfig --name k8s-learn` 会重新写一份。',
    },
    lost: {
      en: 'kubectl has no context to talk to; the course works in {home}. `k8s-learn sandbox stop` and starting again writes it anew.',
      zh: 'kubectl 没有可用的上下文；课程用的是 {home}。运行 `k8s-learn sandbox stop` 再重新打开，就会重新写一份。',
    },
  },
  variant: ({context, home}) => (context !== '' ? 'usual' : home === 'kind-k8s-learn' ? 'none' : 'lost'),
  explains(found) {
    const cluster = clusterOf(found);
    if (!cluster || found.subject.api !== 'kubernetes') return undefined;
    const {context, leadsHere, home} = cluster.state;
    return leadsHere ? undefined : {context, home: home.context};
  },
});
