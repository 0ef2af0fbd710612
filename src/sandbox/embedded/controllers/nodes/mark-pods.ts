import type {Pod, PodCondition} from 'kubernetes-types/core/v1';
import type {Frozen, Stored} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import type {ControllerContext} from '../controller.ts';
import {timestamp} from '../event-recorder.ts';

/** Says of the Pods of a node nobody hears from that they are not ready, so that no Service leads to them. */
export function markPodsNotReady(pods: readonly Stored<Pod>[], context: ControllerContext): void {
  for (const pod of pods) {
    const now = timestamp(context.clock.now());
    const conditions = pod.status?.conditions ?? [];
    const marked = conditions.map((condition) =>
      condition.type === 'Ready' && condition.status === 'True'
        ? {...condition, status: 'False', lastTransitionTime: now}
        : condition,
    );
    if (marked.every((condition, index) => condition === conditions[index])) continue;
    writeStatus(pod, {...pod.status, conditions: marked}, context);
    context.event(pod, {type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready'});
  }
}

/** Says of a Pod that is to be deleted by the cluster itself why that is. */
export function markDisrupted(
  pod: Stored<Pod>,
  why: {readonly reason: string; readonly message: string; readonly phase?: string},
  context: ControllerContext,
): void {
  const {reason, message, phase} = why;
  const others = (pod.status?.conditions ?? []).filter(({type}) => type !== 'DisruptionTarget');
  const condition = {
    type: 'DisruptionTarget',
    observedGeneration: pod.metadata.generation ?? 1,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timestamp(context.clock.now()),
    reason,
    message,
  } as unknown as Frozen<PodCondition>;
  const conditions = [...others, condition];
  writeStatus(pod, {...pod.status, ...(phase === undefined ? {} : {phase}), conditions}, context);
}

function writeStatus({metadata}: Stored<Pod>, status: Stored<Pod>['status'], {client}: ControllerContext): void {
  const now = client.find<Stored<Pod>>('pods', metadata.namespace ?? '', metadata.name);
  if (now?.metadata.uid !== metadata.uid) return;
  try {
    client.update('pods', {...now, status}, {subresource: 'status'});
  } catch (error) {
    // It may be gone by now, and its state then is nobody's concern.
    if (!(error instanceof KubeRefusal && error.code === 404)) throw error;
  }
}
