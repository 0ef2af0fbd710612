import {createKubernetesApi} from '../../../src/sandbox/kubernetes/api.ts';
import type {Cluster} from '../../../src/sandbox/kubernetes/cluster.ts';
import {discover, type Resource} from '../../../src/sandbox/kubernetes/resources.ts';
import type {RealCluster} from '../../support/real-cluster.ts';

/** A real cluster as the observers know it, without a learner's kubeconfig. */
export function openReal(real: RealCluster): Cluster {
  const api = createKubernetesApi(() => real.upstream);
  let known: Promise<readonly Resource[]> | undefined;
  return {
    name: real.name,
    api,
    upstream: () => real.upstream,
    resources(how = 'known') {
      if (known === undefined || how === 'anew') known = discover(api);
      return known;
    },
    learnersContext: () => ({context: 'kind-k8sl-test', namespace: '', leadsHere: true}),
    leadHome: () => {},
    onChange: () => () => {},
    close: () => api.close(),
  };
}
