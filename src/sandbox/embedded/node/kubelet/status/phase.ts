import type {ContainerStatus} from 'kubernetes-types/core/v1';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {initContainers, isSidecar, type KubePod, mainContainers, restartPolicyOf} from '../pod.ts';

type Status = Frozen<ContainerStatus>;
/** Where a Pod is in its life. */
export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/**
 * Where a Pod is in its life.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase
 */
export function phaseOf(pod: KubePod, init: readonly Status[], main: readonly Status[]): Phase {
  const starting = initState(pod, init);
  if (starting === 'failed' && restartPolicyOf(pod) === 'Never') return 'Failed';
  const counts = {waiting: 0, running: 0, stopped: 0, succeeded: 0, unknown: 0};
  for (const {name} of mainContainers(pod)) {
    const status = main.find((one) => one.name === name);
    if (!status?.state) counts.unknown += 1;
    else if (status.state.running) counts.running += 1;
    else if (status.state.terminated) {
      counts.stopped += 1;
      if (status.state.terminated.exitCode === 0) counts.succeeded += 1;
    } else if (status.lastState?.terminated) counts.stopped += 1;
    else counts.waiting += 1;
  }
  const isOver = counts.running === 0 && counts.stopped > 0 && counts.waiting === 0 && counts.unknown === 0;
  if (starting !== 'done' && !isOver) return 'Pending';
  if (counts.waiting > 0) return 'Pending';
  if (counts.running > 0 && counts.unknown === 0) return 'Running';
  return isOver ? endedPhase(pod, counts) : 'Pending';
}

function endedPhase(pod: KubePod, {stopped, succeeded}: {readonly stopped: number; readonly succeeded: number}): Phase {
  const policy = restartPolicyOf(pod);
  if (policy === 'Always' && pod.metadata.deletionTimestamp === undefined) return 'Running';
  if (stopped === succeeded) return 'Succeeded';
  if (policy === 'Never' || pod.metadata.deletionTimestamp !== undefined) return 'Failed';
  return 'Running';
}

function initState(pod: KubePod, statuses: readonly Status[]): 'done' | 'pending' | 'failed' {
  let state: 'done' | 'pending' | 'failed' = 'done';
  for (const container of initContainers(pod)) {
    const status = statuses.find(({name}) => name === container.name);
    if (isSidecar({place: 'initContainers', container})) {
      if (!status?.started && !status?.state?.terminated && state === 'done') state = 'pending';
      continue;
    }
    const ended = status?.state?.terminated ?? (status?.state?.waiting ? status.lastState?.terminated : undefined);
    if (ended && ended.exitCode !== 0) return 'failed';
    if (!status?.state?.terminated) state = 'pending';
  }
  return state;
}
