import {defineCause} from './diagnosis.ts';

/** The cluster, or kubectl’s way to it, is not as asked. */
export const clusterDiffers = defineCause({
  cause: 'cluster-differs',
  verdict: 'unmet',
  params: ['property', 'expected', 'seen'],
  says: {
    usual: {
      en: 'The cluster: {property} is {seen}; the step asks for {expected}.',
      zh: '集群的 {property} 是 {seen}，这一步要的是 {expected}。',
    },
    nodes: {
      en: 'The cluster has {seen} nodes; the step asks for {expected}.‹ How many there are is said once, in the file behind `--config`: `kind delete cluster --name k8s-learn`, then make it again.›',
      zh: '集群有 {seen} 个节点，这一步要的是 {expected} 个。‹节点数只在创建时由 `--config` 后面的文件决定：先 `kind delete cluster --name k8s-learn`，再重新创建。›',
    },
    namespace: {
      en: 'kubectl works in the namespace {seen}; the step asks for {expected}.‹ `kubectl config set-context --current --namespace {expected}` sets it.›',
      zh: 'kubectl 现在用的命名空间是 {seen}，这一步要的是 {expected}。‹`kubectl config set-context --current --namespace {expected}` 可以设置。›',
    },
    context: {
      en: 'The current context is {seen}; the step asks for {expected}.‹ `kubectl config use-context {expected}` switches.›',
      zh: '当前上下文是 {seen}，这一步要的是 {expected}。‹`kubectl config use-context {expected}` 可以切换。›',
    },
  },
  variant: ({property}) => property,
});
