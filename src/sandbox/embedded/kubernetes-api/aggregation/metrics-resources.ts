import {defineResource} from '../resources/define.ts';

const shared = {
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  singular: '',
  withoutVerbs: ['create', 'delete', 'deletecollection', 'patch', 'update', 'watch'],
};

/** What metrics-server adds to the API. https://github.com/kubernetes-sigs/metrics-server */
export const metricsResources = [
  defineResource({...shared, kind: 'NodeMetrics', plural: 'nodes', namespaced: false}),
  defineResource({...shared, kind: 'PodMetrics', plural: 'pods'}),
];
