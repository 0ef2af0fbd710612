import {defineCause} from './diagnosis.ts';

/** Nodes that are still coming up. */
export const waitingForNodes = defineCause({
  cause: 'waiting-for-nodes',
  verdict: 'waiting',
  params: ['expected', 'seen'],
  says: {
    usual: {
      en: 'Of the nodes {seen} are ready, the step waits for {expected}. `kubectl get nodes -w` shows them as they come.',
      zh: '就绪的节点有 {seen} 个，这一步在等 {expected} 个。`kubectl get nodes -w` 会随时显示。',
    },
  },
});
