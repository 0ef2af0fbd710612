import type {Pod, PodCondition} from 'kubernetes-types/core/v1';
import {type Frozen, type Stored, same} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import type {ControllerContext} from '../controller.ts';
import {timestamp} from '../event-recorder.ts';

/** Writes down that a Pod goes to a node. */
export function bind(pod: Stored<Pod>, node: string, {client, event}: ControllerContext): void {
  const {namespace = '', name, uid} = pod.metadata;
  client.create(
    'pods',
    namespace,
    {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: {name, namespace, uid},
      target: {apiVersion: 'v1', kind: 'Node', name: node},
    },
    {subresource: 'binding'},
  );
  const message = `Successfully assigned ${namespace}/${name} to ${node}`;
  event(pod, {type: 'Normal', reason: 'Scheduled', message});
}

/** Says of a Pod why it has no node, and which is kept for it. */
export function markUnschedulable(
  pod: Stored<Pod>,
  {message, nominated}: {readonly message: string; readonly nominated: string | undefined},
  context: ControllerContext,
): void {
  context.event(pod, {type: 'Warning', reason: 'FailedScheduling', message});
  const conditions = withCondition(
    pod,
    {type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message},
    context,
  );
  const {nominatedNodeName, ...status} = pod.status ?? {};
  const kept = nominated ?? nominatedNodeName;
  writeStatus(pod, {...status, conditions, ...(kept === undefined ? {} : {nominatedNodeName: kept})}, context);
}

/** Makes a Pod leave its node so that a more important one has room. */
export function sendAway(
  victim: Stored<Pod>,
  to: {readonly for: Stored<Pod>; readonly node: string},
  context: ControllerContext & {readonly schedulerName: string},
): void {
  const {client, event, schedulerName} = context;
  const {namespace = '', name} = victim.metadata;
  if (victim.metadata.deletionTimestamp !== undefined) return;
  const message = `${schedulerName}: preempting to accommodate a higher priority pod`;
  const conditions = withCondition(
    victim,
    {type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message},
    context,
  );
  try {
    writeStatus(victim, {...victim.status, conditions}, context);
    client.delete('pods', namespace, name, {uid: victim.metadata.uid});
  } catch (error) {
    // It is gone already, or another is in its place.
    if (!(error instanceof KubeRefusal)) throw error;
  }
  const said = `Preempted by pod ${to.for.metadata.uid} on node ${to.node}`;
  event(victim, {type: 'Normal', reason: 'Preempted', message: said});
}

type Condition = Frozen<Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>>;

/** A Pod's conditions with one set; the time stays where the status does. */
export function withCondition(
  {metadata, status}: Stored<Pod>,
  condition: Condition,
  {clock}: Pick<ControllerContext, 'clock'>,
): readonly Frozen<PodCondition>[] {
  const conditions = status?.conditions ?? [];
  const known = conditions.find(({type}) => type === condition.type);
  const lastTransitionTime =
    known?.status === condition.status && known.lastTransitionTime !== undefined
      ? known.lastTransitionTime
      : timestamp(clock.now());
  const {type, status: state, reason, message} = condition;
  const set = {
    type,
    observedGeneration: metadata.generation ?? 1,
    status: state,
    lastProbeTime: null,
    lastTransitionTime,
    reason,
    message,
  } as unknown as Frozen<PodCondition>;
  return known ? conditions.map((one) => (one === known ? set : one)) : [...conditions, set];
}

function writeStatus(pod: Stored<Pod>, status: Stored<Pod>['status'], {client}: ControllerContext): void {
  if (!same(status, pod.status)) client.update('pods', {...pod, status}, {subresource: 'status'});
}
