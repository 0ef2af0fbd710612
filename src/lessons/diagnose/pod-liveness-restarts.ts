import {defineCause} from './diagnosis.ts';
import {clusterOf, containersOf} from './kube-evidence.ts';
import {lastProbe} from './probe-events.ts';

/** A liveness probe ends the container. */
export const podLivenessRestarts = defineCause({
  cause: 'pod-liveness-restarts',
  verdict: 'unmet',
  params: ['pod', 'message'],
  says: {
    usual: {
      en: 'Pod {pod} is restarted again and again because its liveness probe gets no good answer: {message}. Is the probe’s port and path the program’s own, and does it wait long enough?',
      zh: 'Pod {pod} 一次次被重启，因为存活探针得不到正常应答：{message}。探针的端口和路径是程序自己的吗？等的时间够长吗？',
    },
  },
  explains(found) {
    const cluster = clusterOf(found);
    if (!cluster) return undefined;
    for (const {pod, podName, restarts, reason} of containersOf(found)) {
      if (restarts === 0 && reason !== 'CrashLoopBackOff') continue;
      const message = lastProbe(cluster, pod, 'Liveness');
      if (message !== undefined) return {pod: podName, message};
    }
    return undefined;
  },
});
