import {parseSignal, type SignalName} from '../../runtime/process/signals.ts';
import {ApiRefusal, badRequest, conflict} from '../api/refusal.ts';
import type {ContainerLife} from './container-life.ts';
import type {LiveContainer} from './live-container.ts';

const usualStopSeconds = 10;

/** A container with its life, as stopping and removing need it. */
export type Mortal = LiveContainer & {readonly life: ContainerLife};

export interface StopOptions {
  readonly signal?: string | undefined;
  /** Negative: for ever. The container's own time, or 10 s, when absent. */
  readonly timeoutSeconds?: number | undefined;
}

/**
 * `docker stop`: the container's signal, and SIGKILL when it has not ended in time. Resolves with false when it does
 * not run.
 */
export async function stop(container: Mortal, options: StopOptions = {}): Promise<boolean> {
  const {state, config, life} = container;
  if (!state.running) return false;
  const name = stopSignal(options.signal ?? config.StopSignal);
  const seconds = options.timeoutSeconds ?? config.StopTimeout ?? usualStopSeconds;
  try {
    await life.signal(name);
    if (!(await endsWithin(container, seconds < 0 ? undefined : seconds * 1000))) await killAndWait(container);
  } catch (error) {
    // It ended by itself before its turn came: that is what was asked for.
    if (state.running) throw error;
  }
  container.tell('stop');
  return true;
}

/** `docker kill`. Rejects with 409 when it does not run. */
export async function kill(container: Mortal, signal: string, asked: string): Promise<void> {
  const name = signal === '' || signal === '0' ? 'SIGKILL' : parseSignal(signal);
  if (!name) {
    if (/^\d+$/.test(signal))
      throw new ApiRefusal(500, `Cannot kill container: ${asked}: The linux daemon does not support signal ${signal}`);
    throw badRequest(`Invalid signal: ${signal}`);
  }
  if (!container.state.running)
    throw conflict(`Cannot kill container: ${asked}: Container ${container.id} is not running`);
  if (name === 'SIGKILL') await killAndWait(container);
  else await container.life.signal(name);
}

/** `docker restart`: a stop where it runs, then a start. */
export async function restart(container: Mortal, options: StopOptions): Promise<void> {
  const {life} = container;
  life.restartsByHand += 1;
  try {
    await stop(container, options);
  } finally {
    life.restartsByHand -= 1;
  }
  await life.start();
  container.tell('restart');
}

/** Kills it and resolves when it has ended; at once when it does not run. */
export async function killAndWait(container: Mortal): Promise<void> {
  const {state, life} = container;
  if (!state.running) return;
  const never = new AbortController().signal;
  try {
    await life.signal('SIGKILL');
  } catch (error) {
    if (state.running) throw error;
  }
  await life.wait('not-running', never);
}

async function endsWithin({life, simulatedHost, state}: Mortal, ms: number | undefined): Promise<boolean> {
  if (ms === 0) return !state.running;
  const late = new AbortController();
  const {clock} = simulatedHost.daemon().outside;
  const cancel = ms === undefined ? () => {} : clock.after(ms, () => late.abort());
  try {
    await life.wait('not-running', late.signal);
    return true;
  } catch (error) {
    if (late.signal.aborted) return false;
    throw error;
  } finally {
    cancel();
  }
}

function stopSignal(text: string | undefined): SignalName {
  if (text === undefined || text === '') return 'SIGTERM';
  const name = parseSignal(text);
  if (!name) throw badRequest(`Invalid signal: ${text}`);
  return name;
}
