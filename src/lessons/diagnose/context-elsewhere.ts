import {defineCause} from './diagnosis.ts';
import {clusterOf} from './kube-evidence.ts';

/** The learner’s kubectl looks at another cluster, or at none. */
export const contextElsewhere = defineCause({
  cause: 'context-elsewhere',
  verdict: 'unmet',
  params: ['context'],
  says: {
    usual: {
      en: 'kubectl talks to the context {context} now, which is not the course’s cluster. `kubectl config use-context kind-k8s-learn` leads back.',
      zh: 'kubectl 现在用的是上下文 {context}，不是课程的集群。`kubectl config use-context kind-k8s-learn` 可以切回来。',
    },
    none: {
      en: 'kubectl has no context to talk to. `kind export kubeconfig --name k8s-learn` writes it anew.',
      zh: 'kubectl 没有可用的上下文。`kind export kubeconfig --name k8s-learn` 会重新写一份。',
    },
  },
  variant: ({context}) => (context === '' ? 'none' : 'usual'),
  explains(found) {
    const cluster = clusterOf(found);
    if (!cluster || cluster.state.context === 'kind-k8s-learn' || found.subject.api !== 'kubernetes') return undefined;
    return {context: cluster.state.context};
  },
});
