import {rootFiles} from '../../runtime/fs/root-files.ts';
import type {ContainerMount} from '../containers/container-files.ts';
import {podLogFolder} from '../containers/container-runtime.ts';
import type {NodeContainer} from '../containers/node-container.ts';
import type {PodSandbox} from '../containers/sandbox.ts';
import type {NodeImage} from '../node.ts';
import {containerEnv} from './env/container-env.ts';
import {expand} from './env/expand.ts';
import {containerLimits} from './limits.ts';
import {namespaceOf, type PlacedContainer, type PodContainer} from './pod.ts';
import type {PodState} from './pod-state.ts';
import {kubeletFile} from './sandbox-files.ts';
import {groupsOf, userOf} from './security.ts';

/** A container that containerd could not be told to make: `CreateContainerError`. */
export class CreateFault extends Error {}

export interface CreationOptions {
  readonly state: PodState;
  readonly sandbox: PodSandbox;
  /** Files every container of the sandbox has mounted. */
  readonly etc: readonly ContainerMount[];
  readonly placed: PlacedContainer;
}

/** Makes a container as its Pod describes it; it does not run yet. Throws a ConfigFault or a CreateFault. */
export function createContainer({state, sandbox, etc, placed}: CreationOptions, image: NodeImage): NodeContainer {
  const {pod, context} = state;
  const {container} = placed;
  const {node, client, runtime} = context;
  const env = containerEnv(pod, container, {client, machine: node.machine, ...state.placedAt()});
  const argv = commandLine(container, image, env);
  if (argv.length === 0) throw new CreateFault('failed to generate container spec: no command specified');
  const [file, mount] = terminationLog(state, container);
  const own = state.volumes.mountsFor(container, env);
  const taken = new Set(own.map(({path}) => path));
  const made = runtime.createContainer(sandbox, {
    name: container.name,
    attempt: nextAttempt(state, container.name),
    image,
    imageName: container.image ?? '',
    argv,
    env,
    folder: container.workingDir ?? '',
    user: userOf(pod, container, image.config.User ?? ''),
    groups: groupsOf(pod),
    mounts: [...etc.filter(({path}) => !taken.has(path)), mount, ...own],
    readOnlyRoot: container.securityContext?.readOnlyRootFilesystem === true,
    limits: containerLimits(container),
    tty: container.tty === true,
    stdin: container.stdin === true,
    stdinOnce: container.stdinOnce === true,
    target: targetOf(state, container),
  });
  state.terminationLogs.set(made.id, file);
  // One that ended before the last is remembered by nobody.
  for (const old of state.made(container.name).slice(0, -2)) {
    state.terminationLogs.delete(old.id);
    runtime.removeContainer(old);
  }
  return made;
}

/** The container an ephemeral one was added for. */
function targetOf(state: PodState, {name}: PodContainer): NodeContainer | undefined {
  const target = state.pod.spec?.ephemeralContainers?.find((one) => one.name === name)?.targetContainerName;
  return target === undefined ? undefined : state.newest(target);
}

/** Counts on from what is known: by the runtime, by the API, by the logs that a node keeps when it is switched off. */
function nextAttempt(state: PodState, name: string): number {
  const newest = state.newest(name);
  if (newest) return newest.spec.attempt + 1;
  const before = state.statusBefore(name);
  const told = before?.containerID ? before.restartCount + 1 : 0;
  return Math.max(told, ...loggedAttempts(state, name).map((attempt) => attempt + 1));
}

function loggedAttempts({pod, context}: PodState, name: string): readonly number[] {
  const {metadata} = pod;
  const folder = podLogFolder({namespace: namespaceOf(pod), name: metadata.name, uid: metadata.uid});
  const files = rootFiles(context.node.mounts, context.clock.now);
  if (!files.stat(`${folder}/${name}`)) return [];
  return files.list(`${folder}/${name}`).flatMap((file) => {
    const attempt = /^(\d+)\.log$/.exec(file)?.[1];
    return attempt === undefined ? [] : [Number(attempt)];
  });
}

function commandLine(
  {command, args}: PodContainer,
  {config}: NodeImage,
  env: ReadonlyMap<string, string>,
): readonly string[] {
  const own = (command ?? []).map((word) => expand(word, env));
  const more = (args ?? []).map((word) => expand(word, env));
  if (own.length > 0) return [...own, ...more];
  return [...(config.Entrypoint ?? []), ...(more.length > 0 ? more : (config.Cmd ?? []))];
}

function terminationLog(
  {context}: PodState,
  {terminationMessagePath}: PodContainer,
): [ReturnType<typeof kubeletFile>, ContainerMount] {
  const {node, clock} = context;
  const file = kubeletFile('', clock.now(), node.kernel.disk, 0o666);
  return [file, {path: terminationMessagePath || '/dev/termination-log', root: file, readOnly: false}];
}
