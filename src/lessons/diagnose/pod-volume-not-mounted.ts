import {textIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {clusterOf, eventsOf, nameOf, podsOf} from './kube-evidence.ts';

/** What a volume is made of is not there. */
export const podVolumeNotMounted = defineCause({
  cause: 'pod-volume-not-mounted',
  verdict: 'unmet',
  params: ['pod', 'volume', 'message'],
  says: {
    usual: {
      en: 'Pod {pod} waits for its volume {volume}: {message}. `kubectl describe pod {pod}` shows it under Events.',
      zh: 'Pod {pod} 在等它的卷 {volume}：{message}。`kubectl describe pod {pod}` 的 Events 里有说明。',
    },
  },
  explains(found) {
    const cluster = clusterOf(found);
    if (!cluster) return undefined;
    for (const pod of podsOf(found)) {
      if (textIn(pod, 'status', 'phase') !== 'Pending') continue;
      const event = eventsOf(cluster, pod).findLast((one) => textIn(one, 'reason') === 'FailedMount');
      const match = /volume "([^"]+)" : (.*)/s.exec(textIn(event, 'message'));
      if (match) return {pod: nameOf(pod), volume: match[1] ?? '', message: (match[2] ?? '').trim().replace(/\.$/, '')};
    }
    return undefined;
  },
});
