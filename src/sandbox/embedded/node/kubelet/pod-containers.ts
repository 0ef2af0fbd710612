import {rootFiles} from '../../runtime/fs/root-files.ts';
import type {ContainerMount} from '../containers/container-files.ts';
import type {PodSandbox} from '../containers/sandbox.ts';
import {startContainer} from './container-start.ts';
import {containerLimits} from './limits.ts';
import {
  allContainers,
  findContainer,
  graceMs,
  initContainers,
  isSidecar,
  mainContainers,
  type PlacedContainer,
} from './pod.ts';
import {killContainer} from './pod-ending.ts';
import type {PodState} from './pod-state.ts';
import {etcMounts, hostsText, resolvText} from './sandbox-files.ts';

export interface PodContainersOptions {
  readonly state: PodState;
  readonly signal: AbortSignal;
  /** The Pod is to be looked at again. */
  readonly wake: () => void;
  readonly wakeIn: (ms: number) => void;
  /** After how long what failed is tried again. */
  readonly retryMs: () => number;
}

/** The containers of one Pod: which are started, in which order, and when they are tried again. */
export class PodContainers {
  readonly state: PodState;
  readonly #options: PodContainersOptions;
  #etc: {readonly sandbox: PodSandbox; readonly mounts: readonly ContainerMount[]} | undefined;
  /** How many it has started so far. */
  started = 0;

  constructor(options: PodContainersOptions) {
    this.state = options.state;
    this.#options = options;
  }

  /** Containers in their order; whether all run that should. */
  async startAll(sandbox: PodSandbox): Promise<boolean> {
    const {state} = this;
    await this.#replaceChanged();
    for (const placed of allContainers(state.pod))
      if (placed.place === 'ephemeralContainers' && state.isToRun(placed)) await this.#start(sandbox, placed);
    const init = await this.#startInit(sandbox);
    if (init !== 'done') return init === 'waits';
    let isWell = true;
    for (const container of mainContainers(state.pod)) {
      const placed = {place: 'containers' as const, container};
      if (state.isToRun(placed) && !(await this.#start(sandbox, placed))) isWell = false;
      if (state.ending) return true;
    }
    return isWell;
  }

  /** `waits`: for one that runs; `failed`: one could not be started. */
  async #startInit(sandbox: PodSandbox): Promise<'done' | 'waits' | 'failed'> {
    const {state} = this;
    const hasBegun = mainContainers(state.pod).some(({name}) => state.newest(name)?.sandbox === sandbox);
    for (const container of initContainers(state.pod)) {
      const placed = {place: 'initContainers' as const, container};
      const newest = state.newest(container.name);
      const isFresh = newest?.sandbox === sandbox;
      if (isSidecar(placed)) {
        if (state.isToRun(placed) && !(await this.#start(sandbox, placed)) && !hasBegun) return 'failed';
        const running = state.newest(container.name);
        const isStarted = running?.state === 'running' && (state.probes.get(running.id)?.started ?? true);
        if (!isStarted && !hasBegun) return 'waits';
        continue;
      }
      if (hasBegun || (isFresh && newest?.exit?.code === 0)) continue;
      if (newest?.state === 'running') return 'waits';
      if (isFresh && !state.isToRun(placed)) return 'waits';
      return (await this.#start(sandbox, placed)) ? 'waits' : 'failed';
    }
    return 'done';
  }

  async #start(sandbox: PodSandbox, placed: PlacedContainer): Promise<boolean> {
    const {state} = this;
    const etc = this.#etcOf(sandbox);
    const started = await startContainer({
      ...{state, sandbox, etc, placed, signal: this.#options.signal},
      wake: this.#options.wake,
    });
    const newest = state.newest(placed.container.name);
    if (started) this.started += 1;
    if (started) void newest?.ended.then(this.#options.wake);
    // Back-offs end at a time that is known.
    if (!started && !state.ending) this.#options.wakeIn(this.#restMs(placed));
    return started;
  }

  /** How long a container is put off. */
  #restMs({container}: PlacedContainer): number {
    const {restarts, pulls} = this.state.context;
    const newest = this.state.newest(container.name);
    const key = `${this.state.uid}_${container.name}`;
    const ended = newest?.exit ? restarts.remainingMs(key, newest.exit.finishedMs) : 0;
    return Math.max(ended, pulls.waitsMs(this.state.pod, container)) || this.#options.retryMs();
  }

  /** A container whose image was changed is started anew. */
  async #replaceChanged(): Promise<void> {
    const {state} = this;
    for (const running of state.running()) {
      const {name, imageName} = running.spec;
      const wanted = findContainer(state.pod, name);
      // Limits are changed while it runs.
      if (wanted) running.cgroup.limits = containerLimits(wanted.container);
      if (!wanted || wanted.container.image === imageName) continue;
      const message = `Container ${name} definition changed, will be restarted`;
      await killContainer({state, running, message, graceMs: graceMs(state.pod)});
    }
  }

  #etcOf(sandbox: PodSandbox): readonly ContainerMount[] {
    if (this.#etc?.sandbox === sandbox) return this.#etc.mounts;
    const {pod} = this.state;
    const {config, node} = this.state.context;
    const files = rootFiles(node.mounts, node.kernel.clock.now);
    const hostname = sandbox.spec.hostname;
    const hosts = hostsText(pod, {
      ...{address: sandbox.address, hostname, domain: config.clusterDomain},
      nodeFiles: files,
    });
    const texts = {hosts, hostname: `${hostname}\n`, resolv: resolvText(pod, config, files)};
    const mounts = etcMounts(sandbox, texts, node);
    this.#etc = {sandbox, mounts};
    return mounts;
  }
}
