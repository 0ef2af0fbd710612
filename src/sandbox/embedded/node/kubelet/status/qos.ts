import {compareQuantities} from '../../../kubernetes-api/values/quantity.ts';
import {initContainers, type KubePod, mainContainers} from '../pod.ts';

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export function qosClass(pod: KubePod): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  const all = [...mainContainers(pod), ...initContainers(pod)];
  const asked = all.flatMap(({resources}) =>
    [resources?.requests, resources?.limits].flatMap((map) =>
      Object.entries(map ?? {}).filter(([name, amount]) => isCounted(name) && compareQuantities(amount, '0') > 0),
    ),
  );
  if (asked.length === 0) return 'BestEffort';
  const isGuaranteed = all.every(({resources}) =>
    ['cpu', 'memory'].every((name) => {
      const limit = resources?.limits?.[name];
      const request = resources?.requests?.[name] ?? limit;
      return limit !== undefined && request !== undefined && compareQuantities(limit, request) === 0;
    }),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function isCounted(name: string): boolean {
  return name === 'cpu' || name === 'memory';
}
