import type {ContainerStatus, PodStatus} from 'kubernetes-types/core/v1';
import {decode, encode} from '../../../bytes/bytes.ts';
import {timestamp} from '../../../controllers/event-recorder.ts';
import {type Fields, type Frozen, same} from '../../../kubernetes-api/object.ts';
import {parseEntry} from '../../containers/cri-log.ts';
import type {NodeContainer} from '../../containers/node-container.ts';
import {
  ephemeralContainers,
  findContainer,
  initContainers,
  isSidecar,
  isTerminal,
  type KubePod,
  mainContainers,
  namespaceOf,
  type PodContainer,
} from '../pod.ts';
import type {PodState} from '../pod-state.ts';
import {podConditions} from './conditions.ts';
import {containerStatus} from './container-status.ts';
import {type Phase, phaseOf} from './phase.ts';
import {qosClass} from './qos.ts';

const longestMessage = 4096;
const mostLogBytes = 2048;
const mostLogLines = 80;

/** The status of a Pod as its containers are now; `before` is what the API has. */
export function podStatus(state: PodState, before: Frozen<PodStatus> | undefined): Frozen<PodStatus> {
  const {pod, context, failure, sandbox} = state;
  const now = context.clock.now();
  const init = initContainers(pod).map((container) => statusOf(state, container, before));
  const main = mainContainers(pod).map((container) => statusOf(state, container, before));
  const ephemeral = ephemeralContainers(pod).map((container) => statusOf(state, container, before));
  const phase = settledPhase(failure ? 'Failed' : phaseOf(pod, init, main), before?.phase);
  const conditions = podConditions({
    ...{pod, phase, init, main, now, hasSandbox: sandbox !== undefined},
    before: before?.conditions ?? [],
  });
  const reasons = failure ?? (before?.phase === 'Failed' ? before : undefined);
  const address = sandbox?.address ?? before?.podIP;
  const generation = pod.metadata.generation;
  const status = {
    conditions,
    ...(main.length > 0 ? {containerStatuses: main} : {}),
    ...(ephemeral.length > 0 ? {ephemeralContainerStatuses: ephemeral} : {}),
    hostIP: context.node.address,
    hostIPs: [{ip: context.node.address}],
    ...(init.length > 0 ? {initContainerStatuses: init} : {}),
    ...(reasons?.message === undefined ? {} : {message: reasons.message}),
    ...(generation === undefined ? {} : {observedGeneration: generation}),
    phase,
    ...(address ? {podIP: address, podIPs: [{ip: address}]} : {}),
    qosClass: before?.qosClass ?? qosClass(pod),
    ...(reasons?.reason === undefined ? {} : {reason: reasons.reason}),
    startTime: before?.startTime ?? timestamp(now),
  };
  return status;
}

/** Writes the status where it is another one than the API has. Throws as the client does. */
export function reportStatus(state: PodState): Frozen<PodStatus> | undefined {
  const stored = state.stored();
  if (!stored) return undefined;
  const status = podStatus(state, stored.status);
  if (same(stored.status, status)) return status;
  const {resourceVersion: _, ...metadata} = stored.metadata;
  const draft: Fields = {
    ...(stored as object as Fields),
    metadata: metadata as object as Fields,
    status: status as object as Fields,
  };
  state.context.client.update<KubePod>('pods', draft, {subresource: 'status'});
  return status;
}

/** What has ended does not begin again. */
function settledPhase(phase: Phase, before: string | undefined): Phase {
  return isTerminal(before) ? (before === 'Failed' ? 'Failed' : 'Succeeded') : phase;
}

function statusOf(
  state: PodState,
  container: PodContainer,
  before: Frozen<PodStatus> | undefined,
): Frozen<ContainerStatus> {
  const placed = findContainer(state.pod, container.name) ?? {place: 'containers' as const, container};
  const made = state.made(container.name);
  const newest = made.at(-1);
  const probes = newest ? state.probes.get(newest.id) : undefined;
  const isRunning = newest?.state === 'running';
  const isWork = placed.place === 'initContainers' && !isSidecar(placed);
  const isDone = newest?.exit?.code === 0;
  const hasInit = initContainers(state.pod).length > 0;
  return containerStatus({
    placed,
    made,
    waiting: state.waiting.get(container.name),
    usualReason: hasInit ? 'PodInitializing' : 'ContainerCreating',
    isToRun: state.isToRun(placed),
    ready: isWork ? isDone : isRunning && (probes?.ready ?? true) && placed.place !== 'ephemeralContainers',
    started: isRunning && !isWork && placed.place !== 'ephemeralContainers' && (probes?.started ?? true),
    before: state.statusBefore(container.name, before),
    terminationMessage: (ended) => terminationMessage(state, container, ended),
  });
}

/** https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/ */
function terminationMessage(state: PodState, container: PodContainer, ended: NodeContainer): string {
  const written = state.terminationLogs.get(ended.id)?.content;
  if (written && written.length > 0) return decode(written.subarray(0, longestMessage));
  const wantsLog = container.terminationMessagePolicy === 'FallbackToLogsOnError' && ended.exit?.code !== 0;
  return wantsLog ? lastLog(ended) : '';
}

function lastLog({log: {file}}: NodeContainer): string {
  if (!file) return '';
  const text = decode(file.read(Math.max(0, file.size - 2 * mostLogBytes), 2 * mostLogBytes));
  const lines = text.split('\n').flatMap((line) => {
    const entry = parseEntry(encode(line));
    return entry ? [`${decode(entry.bytes)}\n`] : [];
  });
  return lines.slice(-mostLogLines).join('').slice(-mostLogBytes);
}

/** `kube-system/coredns-…`, for the journal. */
export function podKey(pod: KubePod): string {
  return `${namespaceOf(pod)}/${pod.metadata.name}`;
}
