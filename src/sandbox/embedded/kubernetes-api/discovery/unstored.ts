/** What can be called and is not kept: reviews, and the binding of a Pod the old way. */
export interface Unstored {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
}

const create = ['create'];
const read = ['get', 'list'];

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/ */
export const unstored: readonly Unstored[] = [
  {group: '', version: 'v1', plural: 'bindings', kind: 'Binding', namespaced: true, verbs: create},
  {
    group: '',
    version: 'v1',
    plural: 'componentstatuses',
    kind: 'ComponentStatus',
    namespaced: false,
    verbs: read,
    shortNames: ['cs'],
  },
  review('authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview'),
  review('authentication.k8s.io', 'tokenreviews', 'TokenReview'),
  {...review('authorization.k8s.io', 'localsubjectaccessreviews', 'LocalSubjectAccessReview'), namespaced: true},
  review('authorization.k8s.io', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview'),
  review('authorization.k8s.io', 'subjectaccessreviews', 'SubjectAccessReview'),
  {group: 'metrics.k8s.io', version: 'v1beta1', plural: 'nodes', kind: 'NodeMetrics', namespaced: false, verbs: read},
  {group: 'metrics.k8s.io', version: 'v1beta1', plural: 'pods', kind: 'PodMetrics', namespaced: true, verbs: read},
];

function review(group: string, plural: string, kind: string): Unstored {
  return {group, version: 'v1', plural, kind, namespaced: false, verbs: create};
}
