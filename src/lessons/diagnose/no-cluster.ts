import {defineCause} from './diagnosis.ts';

/** Named by the sandbox: nothing in the cluster can be looked at without one. */
export const noCluster = defineCause({
  cause: 'no-cluster',
  verdict: 'blocked',
  params: [],
  says: {
    usual: {
      en: 'There is no cluster yet. Lesson 5 makes one: `kind create cluster --name k8s-learn --config cluster.yaml`.',
      zh: '还没有集群。第 5 课会创建一个：`kind create cluster --name k8s-learn --config cluster.yaml`。',
    },
  },
});
