import type {Channels} from '../../../kubernetes-api/api/request.ts';
import type {ExecOptions} from '../../../kubernetes-api/kubelet-api.ts';
import {isSystemError} from '../../../system-error.ts';
import type {NodeContainer} from '../../containers/node-container.ts';
import type {PodState} from '../pod-state.ts';
import {closeAll, runningContainer} from './execute.ts';
import {tellExit} from './outcome-status.ts';

/** Puts a client at the streams of a container's first process, until that has ended or the client is gone. */
export async function attach(
  state: PodState,
  options: Omit<ExecOptions, 'command'>,
  channels: Channels,
): Promise<void> {
  const running = runningContainer(state, options.container);
  const stop = running.output.listen({
    write: (stream, bytes, signal) => channels[stream].write(bytes, signal),
    end() {},
  });
  channels.onResize((columns, rows) => running.terminal?.resize(columns, rows));
  if (options.stdin && running.input) void type(running, channels);
  try {
    await Promise.race([running.ended, aborted(channels.signal)]);
    if (channels.signal.aborted) return;
    await tellExit(channels.error, 0);
  } finally {
    stop();
    closeAll(channels);
  }
}

async function type(running: NodeContainer, channels: Channels): Promise<void> {
  const {input, spec} = running;
  if (!input) return;
  try {
    for (;;) {
      const bytes = await channels.stdin.read(undefined, channels.signal);
      if (bytes === null) break;
      await input.writer.write(bytes, channels.signal);
    }
  } catch (error) {
    if (!channels.signal.aborted && !isSystemError(error)) throw error;
  }
  if (spec.stdinOnce) input.writer.close();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), {once: true}));
}
