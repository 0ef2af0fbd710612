import type {KubernetesRequest} from './kubernetes-request.ts';

/** What a learner may do there. On a cluster of the course's own: everything. */
export interface KubernetesPolicy {
  /** On somebody else's cluster: the one namespace where things may be changed; '' on our own. */
  readonly namespace: string;
}

/** What is asked about oneself or checked, and changes nothing although it is sent as a POST. */
const harmless =
  /^(selfsubjectaccessreviews|selfsubjectrulesreviews|selfsubjectreviews|subjectaccessreviews|tokenreviews)$/;

/** The sentence a request is refused with; undefined lets it pass. */
export function refusalOf(request: KubernetesRequest, {namespace}: KubernetesPolicy): string | undefined {
  if (namespace === '') return undefined;
  const {writes, subresource, resource, query} = request;
  const reachesIn = ['exec', 'attach', 'portforward', 'proxy', 'ephemeralcontainers'].includes(subresource);
  if ((!writes && !reachesIn) || harmless.test(resource) || query.get('dryRun') === 'All') return undefined;
  if (request.namespace === namespace) return undefined;
  const where = request.namespace === '' ? 'the whole cluster' : `the namespace ${request.namespace}`;
  return `k8s-learn: this would change ${where}, which is not the course's; the course works in -n ${namespace}.`;
}
