import {defineCause} from './diagnosis.ts';

/** The step asks for a cluster, and there is none. */
export const noClusterYet = defineCause({
  cause: 'no-cluster-yet',
  verdict: 'unmet',
  params: [],
  says: {
    usual: {
      en: 'There is no cluster yet.‹ `kind create cluster --name k8s-learn --config cluster.yaml` makes it; that takes a minute or two.›',
      zh: '还没有集群。‹`kind create cluster --name k8s-learn --config cluster.yaml` 会创建它，需要一两分钟。›',
    },
  },
});
