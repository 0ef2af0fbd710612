import type {ClusterSurroundings, KubeJson} from '../../observation.ts';
import {textIn} from '../checks/json.ts';
import {eventsOf} from './kube-evidence.ts';

/** What kubelet noted last of a Pod's probe; undefined when it never had to. */
export function lastProbe(
  cluster: ClusterSurroundings,
  pod: KubeJson,
  kind: 'Liveness' | 'Readiness' | 'Startup',
): string | undefined {
  const event = eventsOf(cluster, pod).findLast(
    (one) => textIn(one, 'reason') === 'Unhealthy' && textIn(one, 'message').startsWith(`${kind} probe`),
  );
  return (
    event &&
    textIn(event, 'message')
      .replace(/^\w+ probe (failed|errored)[^:]*: /, '')
      .trim()
  );
}
