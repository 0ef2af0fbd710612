import type {ContainerState, ContainerStateTerminated, ContainerStatus} from 'kubernetes-types/core/v1';
import {timestamp} from '../../../controllers/event-recorder.ts';
import {fullText, parseReference, withDefaultTag} from '../../../docker-api/images/reference.ts';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import type {NodeContainer} from '../../containers/node-container.ts';
import type {PlacedContainer, PodContainer} from '../pod.ts';

/** Why a container does not run: what `kubectl get` shows as STATUS. */
export interface WaitingReason {
  readonly reason: string;
  readonly message: string;
}

export interface ContainerFacts {
  readonly placed: PlacedContainer;
  /** All of this name that are still known, the newest last. */
  readonly made: readonly NodeContainer[];
  readonly waiting: WaitingReason | undefined;
  /** What it waits for when nothing else is known: `ContainerCreating`, `PodInitializing`. */
  readonly usualReason: string;
  /** It is to run again; undefined for one that has done its work. */
  readonly isToRun: boolean;
  readonly ready: boolean;
  readonly started: boolean;
  /** What the API has of it: counts go on where containers are known no more. */
  readonly before: Frozen<ContainerStatus> | undefined;
  readonly terminationMessage: (container: NodeContainer) => string;
}

type Writable<T> = {-readonly [Key in keyof T]: T[Key]};

/** One entry of `status.containerStatuses`. */
export function containerStatus(facts: ContainerFacts): Frozen<ContainerStatus> {
  const {placed, made, before, ready, started} = facts;
  const {container} = placed;
  const newest = made.at(-1);
  const {state, lastState} = statesOf(facts);
  const status: Writable<Frozen<ContainerStatus>> & {readonly [more: string]: unknown} = {
    ...(newest ? {containerID: idText(newest)} : before?.containerID ? {containerID: before.containerID} : {}),
    image: newest ? imageText(newest) : (container.image ?? ''),
    imageID: newest ? imageIdText(newest) : '',
    lastState,
    name: container.name,
    ready,
    ...(newest ? shownResources(container) : {}),
    restartCount: newest?.spec.attempt ?? before?.restartCount ?? 0,
    started,
    state,
    ...(newest?.credentials ? {user: userOf(newest)} : {}),
    ...volumeMounts(container),
  };
  return status;
}

function statesOf({made, waiting, usualReason, isToRun, before, terminationMessage}: ContainerFacts): {
  readonly state: Frozen<ContainerState>;
  readonly lastState: Frozen<ContainerState>;
} {
  const newest = made.at(-1);
  const previous = made.at(-2);
  const last = previous?.exit
    ? {terminated: terminated(previous, terminationMessage)}
    : rememberedState(before, newest);
  if (!newest) return {state: {waiting: waitingState(waiting ?? {reason: usualReason, message: ''})}, lastState: last};
  switch (newest.state) {
    case 'created':
      return {state: {waiting: waitingState({reason: usualReason, message: ''})}, lastState: last};
    case 'running':
      return {state: {running: {startedAt: timestamp(newest.startedMs ?? newest.createdMs)}}, lastState: last};
    case 'exited': {
      const ended = {terminated: terminated(newest, terminationMessage)};
      if (isToRun && waiting) return {state: {waiting: waitingState(waiting)}, lastState: ended};
      return {state: ended, lastState: last};
    }
  }
}

/** How the last one ended of which only the API knows: the node has been off since, and nobody saw it. */
function rememberedState(
  before: Frozen<ContainerStatus> | undefined,
  newest: NodeContainer | undefined,
): Frozen<ContainerState> {
  if (!before?.containerID || (newest && before.containerID === idText(newest))) return before?.lastState ?? {};
  const {containerID, state} = before;
  if (state?.terminated) return {terminated: state.terminated};
  const startedAt = state?.running?.startedAt;
  if (!startedAt) return before.lastState ?? {};
  return {terminated: {containerID, exitCode: 255, finishedAt: startedAt, reason: 'Unknown', startedAt}};
}

function idText({id}: NodeContainer): string {
  return `containerd://${id}`;
}

function waitingState({reason, message}: WaitingReason): {readonly reason: string; readonly message?: string} {
  return message === '' ? {reason} : {message, reason};
}

function terminated(
  container: NodeContainer,
  terminationMessage: ContainerFacts['terminationMessage'],
): Frozen<ContainerStateTerminated> {
  const {exit, startedMs} = container;
  const message = exit?.message || terminationMessage(container);
  return {
    containerID: idText(container),
    exitCode: exit?.code ?? 0,
    finishedAt: timestamp(exit?.finishedMs ?? 0),
    ...(message === '' ? {} : {message}),
    reason: exit?.reason ?? 'Error',
    startedAt: timestamp(startedMs ?? 0),
  };
}

function imageText({spec}: NodeContainer): string {
  const asked = fullText(withDefaultTag(parseReference(spec.imageName)));
  if (spec.image.tags.includes(asked)) return asked;
  return spec.image.tags[0] ?? spec.image.digests[0] ?? spec.image.id;
}

function imageIdText({spec}: NodeContainer): string {
  return spec.image.digests[0] ?? spec.image.id;
}

function shownResources({resources}: PodContainer): object {
  const requests = resources?.requests;
  return {
    ...(requests && Object.keys(requests).length > 0 ? {allocatedResources: requests} : {}),
    resources: resources ?? {},
  };
}

function userOf({credentials}: NodeContainer): object {
  const {uid = 0, gid = 0, groups = []} = credentials ?? {};
  return {linux: {gid, supplementalGroups: [...new Set([gid, ...groups])].sort((one, other) => one - other), uid}};
}

function volumeMounts({volumeMounts: mounts}: PodContainer): object {
  if (!mounts || mounts.length === 0) return {};
  return {
    volumeMounts: mounts.map(({name, mountPath, readOnly}) => ({
      mountPath,
      name,
      ...(readOnly ? {readOnly, recursiveReadOnly: 'Disabled'} : {}),
    })),
  };
}
