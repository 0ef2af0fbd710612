import {StartFault} from '../containers/container-spec.ts';
import type {NodeContainer} from '../containers/node-container.ts';
import {CreateFault, type CreationOptions, createContainer} from './container-creation.ts';
import {goDuration} from './durations.ts';
import {ConfigFault} from './env/container-env.ts';
import {ImageTrouble} from './images/image-pulls.ts';
import {runHook} from './lifecycle-hooks.ts';
import {graceMs, namespaceOf, type PodContainer, podText} from './pod.ts';
import {killContainer} from './pod-ending.ts';
import type {PodState} from './pod-state.ts';
import {ContainerProbes} from './probes/container-probes.ts';
import type {WaitingReason} from './status/container-status.ts';

export interface StartOptions extends CreationOptions {
  /** Aborted when the Pod goes. */
  readonly signal: AbortSignal;
  /** Something about the Pod is another than before. */
  readonly wake: () => void;
}

/** A hook may take as long as a Pod has time to end. */
const longestHookMs = 600_000;

/**
 * Starts a container, or says in the Pod's state why it does not run. Resolves with whether it was started; rejects only
 * when the Pod goes meanwhile.
 */
export async function startContainer(options: StartOptions): Promise<boolean> {
  const {state, placed} = options;
  const {name} = placed.container;
  if (isBackingOff(state, placed.container)) return false;
  try {
    await start(options);
    state.waiting.delete(name);
    return true;
  } catch (error) {
    const why = troubleOf(error);
    state.waiting.set(name, why);
    const said = error instanceof ImageTrouble ? why.reason : why.message;
    complain(state, name, why);
    // A hook that failed has been told of already.
    if (!(error instanceof HookFault))
      state.containerEvent(name, {type: 'Warning', reason: 'Failed', message: `Error: ${said}`});
    return false;
  }
}

/** Into the journal. */
function complain({pod, context}: PodState, name: string, {reason, message}: WaitingReason): void {
  const why = `failed to "StartContainer" for "${name}" with ${reason}: ${JSON.stringify(message)}`;
  const who = `pod="${namespaceOf(pod)}/${pod.metadata.name}" podUID="${pod.metadata.uid}"`;
  context.say(`"Error syncing pod, skipping" err=${JSON.stringify(why)} ${who}`);
}

function troubleOf(error: unknown): WaitingReason {
  if (error instanceof ImageTrouble) return {reason: error.reason, message: error.message};
  if (error instanceof ConfigFault) return {reason: 'CreateContainerConfigError', message: error.message};
  if (error instanceof CreateFault) return {reason: 'CreateContainerError', message: error.message};
  if (error instanceof StartFault) return {reason: 'RunContainerError', message: error.message};
  if (error instanceof HookFault) return {reason: 'PostStartHookError', message: error.message};
  throw error;
}

class HookFault extends Error {}

/** A container that ended waits longer each time before it is started again. */
function isBackingOff(state: PodState, container: PodContainer): boolean {
  const {restarts} = state.context;
  const {pod} = state;
  const newest = state.newest(container.name);
  const key = `${pod.metadata.uid}_${container.name}`;
  // Another image is another try.
  if (newest?.state !== 'exited' || newest.spec.imageName !== container.image) return false;
  if (restarts.remainingMs(key, newest.exit?.finishedMs) > 0) {
    const delay = goDuration(restarts.delayMs(key));
    const message = `back-off ${delay} restarting failed container=${container.name} pod=${podText(pod)}`;
    state.waiting.set(container.name, {reason: 'CrashLoopBackOff', message});
    complain(state, container.name, {reason: 'CrashLoopBackOff', message});
    const told = `Back-off restarting failed container ${container.name} in pod ${podText(pod)}`;
    state.containerEvent(container.name, {type: 'Warning', reason: 'BackOff', message: told});
    return true;
  }
  restarts.next(key);
  return false;
}

async function start(options: StartOptions): Promise<void> {
  const {state, placed, signal} = options;
  const {container} = placed;
  const {pulls} = state.context;
  const event = (told: Parameters<PodState['containerEvent']>[1]): void => state.containerEvent(container.name, told);
  const image = await pulls.ensure({pod: state.pod, container, event, signal});
  signal.throwIfAborted();
  const made = createContainer(options, image);
  event({type: 'Normal', reason: 'Created', message: `Created container: ${container.name}`});
  made.start();
  event({type: 'Normal', reason: 'Started', message: `Started container ${container.name}`});
  if (placed.place !== 'ephemeralContainers') watch(options, made);
  await postStart(options, made);
}

function watch({state, placed, wake}: StartOptions, running: NodeContainer): void {
  const {container} = placed;
  const {startupProbe, readinessProbe, livenessProbe} = container;
  if (!startupProbe && !readinessProbe && !livenessProbe) return;
  const {node, clock} = state.context;
  const probes = new ContainerProbes({
    target: {node, container, running, podAddress: running.sandbox.address},
    probes: {startup: startupProbe, readiness: readinessProbe, liveness: livenessProbe},
    clock,
    event: (event) => state.containerEvent(container.name, event),
    onChange: wake,
    onFatal(kind, probe) {
      const message = `Container ${container.name} failed ${kind} probe, will be restarted`;
      const seconds = probe.terminationGracePeriodSeconds ?? state.pod.spec?.terminationGracePeriodSeconds ?? 30;
      void killContainer({state, running, message, graceMs: seconds * 1000});
    },
  });
  state.probes.set(running.id, probes);
  void running.ended.then(() => {
    probes.stop();
    state.probes.delete(running.id);
  });
  probes.start();
}

async function postStart({state, placed, signal}: StartOptions, running: NodeContainer): Promise<void> {
  const {container} = placed;
  const handler = container.lifecycle?.postStart;
  if (!handler) return;
  const {node} = state.context;
  const target = {node, container, running, podAddress: running.sandbox.address};
  const why = await Promise.race([runHook(handler, target, longestHookMs), aborted(signal)]);
  signal.throwIfAborted();
  if (why === undefined) return;
  state.containerEvent(container.name, {
    type: 'Warning',
    reason: 'FailedPostStartHook',
    message: 'PostStartHook failed',
  });
  await killContainer({state, running, message: 'FailedPostStartHook', graceMs: graceMs(state.pod)});
  throw new HookFault(why);
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), {once: true}));
}
