import type {ContainerStatus, PodCondition} from 'kubernetes-types/core/v1';
import {timestamp} from '../../../controllers/event-recorder.ts';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import {initContainers, isSidecar, type KubePod, mainContainers} from '../pod.ts';
import type {Phase} from './phase.ts';

type Status = Frozen<ContainerStatus>;
type Condition = Frozen<PodCondition>;

interface Judged {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

export interface ConditionFacts {
  readonly pod: KubePod;
  readonly phase: Phase;
  readonly init: readonly Status[];
  readonly main: readonly Status[];
  readonly hasSandbox: boolean;
  readonly now: number;
  /** Those the API has: times stay while nothing changes, and others' conditions stay. */
  readonly before: readonly Condition[];
}

/**
 * The conditions of a Pod, in upstream's order.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions
 */
export function podConditions(facts: ConditionFacts): readonly Condition[] {
  const {before, now, pod} = facts;
  const containersReady = judgeContainers(facts);
  const judged: readonly Judged[] = [
    {type: 'PodReadyToStartContainers', status: facts.hasSandbox ? 'True' : 'False'},
    judgeInitialized(facts),
    judgeReady(facts, containersReady),
    {...containersReady, type: 'ContainersReady'},
    {type: 'PodScheduled', status: 'True'},
  ];
  const own = judged.map((one) => dated(one, {before, now, generation: pod.metadata.generation}));
  const types = new Set(judged.map(({type}) => type));
  return [...own, ...before.filter(({type}) => !types.has(type))];
}

function dated(
  {type, status, reason, message}: Judged,
  {
    before,
    now,
    generation,
  }: {readonly before: readonly Condition[]; readonly now: number; readonly generation: number | undefined},
): Condition {
  const known = before.find((one) => one.type === type);
  const isSame = known?.status === status && known.lastTransitionTime !== undefined;
  const made = {
    lastProbeTime: null,
    lastTransitionTime: isSame ? known.lastTransitionTime : timestamp(now),
    ...(message === undefined ? {} : {message}),
    ...(generation === undefined ? {} : {observedGeneration: generation}),
    ...(reason === undefined ? {} : {reason}),
    status,
    type,
  };
  // The API gives null for a time nobody set; the types of it do not say so.
  return made as unknown as Condition;
}

function judgeInitialized({pod, init, main, phase}: ConditionFacts): Judged {
  const type = 'Initialized';
  if (phase === 'Succeeded') return {type, status: 'True', reason: 'PodCompleted'};
  // Whoever runs has been initialised.
  if (main.some(({state, lastState}) => state?.running || state?.terminated || lastState?.terminated))
    return {type, status: 'True'};
  const unfinished = initContainers(pod).filter((container) => {
    const status = init.find(({name}) => name === container.name);
    if (isSidecar({place: 'initContainers', container})) return !status?.started;
    return status?.state?.terminated?.exitCode !== 0;
  });
  if (unfinished.length === 0) return {type, status: 'True'};
  const message = `containers with incomplete status: [${unfinished.map(({name}) => name).join(' ')}]`;
  return {type, status: 'False', reason: 'ContainersNotInitialized', message};
}

function judgeContainers({pod, init, main, phase}: ConditionFacts): Judged {
  const type = 'ContainersReady';
  if (phase === 'Succeeded') return {type, status: 'False', reason: 'PodCompleted'};
  if (phase === 'Failed') return {type, status: 'False', reason: 'PodFailed'};
  const sidecars = initContainers(pod).filter((container) => isSidecar({place: 'initContainers', container}));
  const wanted = [
    ...sidecars.map(({name}) => ({name, status: init.find((one) => one.name === name)})),
    ...mainContainers(pod).map(({name}) => ({name, status: main.find((one) => one.name === name)})),
  ];
  const unready = wanted.filter(({status}) => !status?.ready).map(({name}) => name);
  if (unready.length === 0) return {type, status: 'True'};
  const message = `containers with unready status: [${unready.join(' ')}]`;
  return {type, status: 'False', reason: 'ContainersNotReady', message};
}

function judgeReady({pod, before}: ConditionFacts, containers: Judged): Judged {
  const type = 'Ready';
  if (containers.status === 'False') return {...containers, type};
  const gates = pod.spec?.readinessGates ?? [];
  const open = gates.filter(({conditionType}) => before.find((one) => one.type === conditionType)?.status !== 'True');
  if (open.length === 0) return {type, status: 'True'};
  const messages = open.map(({conditionType}) => {
    const known = before.some((one) => one.type === conditionType);
    return known
      ? `the status of pod readiness gate "${conditionType}" is not "True", but False`
      : `corresponding condition of pod readiness gate "${conditionType}" does not exist.`;
  });
  return {type, status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ')};
}
