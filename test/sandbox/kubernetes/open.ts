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
    home: {context: `kind-${real.name}`, namespace: 'default', whole: true},
    api,
    upstream: () => real.upstream,
    resources(how = 'known') {
      if (known === undefined || how === 'anew') known = discover(api);
      return known;
    },
    learnersContext: () => ({context: `kind-${real.name}`, namespace: '', leadsHere: true}),
    leadHome: () => {},
    onChange: () => () => {},
    close: () => api.close(),
  };
}
