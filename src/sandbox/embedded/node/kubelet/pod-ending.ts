import type {NodeContainer} from '../containers/node-container.ts';
import {runHook} from './lifecycle-hooks.ts';
import {findContainer, isSidecar} from './pod.ts';
import type {PodState} from './pod-state.ts';

/** Every container gets at least so long, whatever was asked for. */
const shortestGraceMs = 2000;

/** Ends one container: its hook, its signal, and SIGKILL when the time is up. Resolves when it has ended. */
export async function killContainer(given: {
  readonly state: PodState;
  readonly running: NodeContainer;
  readonly message: string;
  readonly graceMs: number;
}): Promise<void> {
  const {state, running, message, graceMs} = given;
  const {clock, node} = state.context;
  const {name} = running.spec;
  const begunMs = clock.now();
  state.probes.get(running.id)?.stop();
  state.containerEvent(name, {type: 'Normal', reason: 'Killing', message});
  const container = findContainer(state.pod, name)?.container;
  const handler = container?.lifecycle?.preStop;
  if (container && handler && graceMs > 0 && running.state === 'running') {
    const target = {node, container, running, podAddress: running.sandbox.address};
    const why = await runHook(handler, target, graceMs);
    if (why !== undefined)
      state.containerEvent(name, {type: 'Warning', reason: 'FailedPreStopHook', message: 'PreStopHook failed'});
  }
  await running.stop(Math.max(shortestGraceMs, graceMs - (clock.now() - begunMs)));
}

/** Ends all containers of a Pod: sidecars after the others, the last first. */
export async function endContainers(state: PodState, graceMs: number): Promise<void> {
  const {clock} = state.context;
  const deadlineMs = clock.now() + graceMs;
  const end = (running: NodeContainer): Promise<void> =>
    killContainer({
      ...{state, running, message: `Stopping container ${running.spec.name}`},
      graceMs: Math.max(0, deadlineMs - clock.now()),
    });
  const all = state.running();
  const sidecars = all.filter(({spec}) => {
    const placed = findContainer(state.pod, spec.name);
    return placed !== undefined && isSidecar(placed);
  });
  await Promise.all(all.filter((container) => !sidecars.includes(container)).map(end));
  for (const sidecar of sidecars.toReversed()) await end(sidecar);
}
