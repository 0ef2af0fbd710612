import {Pipe} from '../../../bytes/pipe.ts';
import type {Channels} from '../../../kubernetes-api/api/request.ts';
import type {ExecOptions} from '../../../kubernetes-api/kubelet-api.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import {isSystemError} from '../../../system-error.ts';
import {StartFault} from '../../containers/container-spec.ts';
import type {NodeContainer, RunningExec} from '../../containers/node-container.ts';
import {execFault} from '../exec-fault.ts';
import type {PodState} from '../pod-state.ts';
import {tellExit, tellFault} from './outcome-status.ts';

/** Runs one more process in a container, with a client at its streams, until it has ended or the client is gone. */
export async function execute(state: PodState, options: ExecOptions, channels: Channels): Promise<void> {
  const running = runningContainer(state, options.container);
  const input = options.stdin ? new Pipe() : undefined;
  let exec: RunningExec;
  try {
    exec = running.exec({
      argv: options.command,
      tty: options.tty,
      input,
      write: (stream, bytes, signal) => channels[stream].write(bytes, signal),
    });
  } catch (error) {
    if (!(error instanceof StartFault)) throw error;
    const why = execFault(state.context.node.kernel.outside.random, error);
    await tellFault(channels.error, `error executing command in container: ${why}`);
    return closeAll(channels);
  }
  const hangUp = (): void => exec.process.kill('SIGHUP', 'outside');
  channels.signal.addEventListener('abort', hangUp, {once: true});
  channels.onResize((columns, rows) => exec.terminal?.resize(columns, rows));
  if (input) void typeInto(input, channels);
  const {code} = await exec.ended;
  channels.signal.removeEventListener('abort', hangUp);
  input?.reader.close();
  if (channels.signal.aborted) return;
  await tellExit(channels.error, code);
  closeAll(channels);
}

/** Throws in the kubelet's words when it does not run. */
export function runningContainer(state: PodState, name: string): NodeContainer {
  const newest = state.newest(name);
  if (newest?.state === 'running') return newest;
  const why = `unable to upgrade connection: container not found ("${name}")`;
  throw new KubeRefusal(500, 'InternalError', `Internal error occurred: ${why}`);
}

/** What a client types, until it has no more to say or nobody reads it. */
export async function typeInto(input: Pipe, channels: Channels): Promise<void> {
  try {
    for (;;) {
      const bytes = await channels.stdin.read(undefined, channels.signal);
      if (bytes === null) break;
      await input.writer.write(bytes, channels.signal);
    }
    input.writer.close();
  } catch (error) {
    if (!channels.signal.aborted && !isSystemError(error)) throw error;
  }
}

/** Nothing more comes from here. */
export function closeAll({stdout, stderr, error}: Channels): void {
  for (const writer of [stdout, stderr, error]) writer.close();
}
