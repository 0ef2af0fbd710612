import type {LifecycleHandler} from 'kubernetes-types/core/v1';
import type {Frozen} from '../../kubernetes-api/object.ts';
import type {NodeContainer} from '../containers/node-container.ts';
import type {Node} from '../node.ts';
import type {PodContainer} from './pod.ts';
import {httpGet} from './probes/http-get.ts';
import {runCommand} from './probes/run-command.ts';

export interface HookTarget {
  readonly node: Node;
  readonly podAddress: string;
  readonly container: PodContainer;
  readonly running: NodeContainer;
}

/**
 * Runs what a container asked for at its start or before its end. Resolves with why it failed, undefined when it did not.
 * https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
 */
export async function runHook(
  handler: Frozen<LifecycleHandler>,
  {node, podAddress, container, running}: HookTarget,
  timeoutMs: number,
): Promise<string | undefined> {
  const {exec, sleep} = handler as Frozen<LifecycleHandler> & {readonly sleep?: {readonly seconds: number}};
  if (exec) {
    const argv = exec.command ?? [];
    const result = await runCommand({container: running, argv, outside: node.kernel.outside, timeoutMs});
    if (result.kind === 'ended' && result.code === 0) return undefined;
    if (result.kind === 'fault') return result.why;
    if (result.kind === 'late') return `command timed out: "${argv.join(' ')}"`;
    const said = result.output === '' ? '' : `, message: ${JSON.stringify(result.output)}`;
    return `exec lifecycle hook ([${argv.join(' ')}]) for container "${container.name}" failed: command '${argv.join(' ')}' exited with ${result.code}: ${said}`;
  }
  if (sleep) {
    await running.endsWithin(Math.min(sleep.seconds * 1000, timeoutMs));
    return undefined;
  }
  if (!handler.httpGet) return undefined;
  const outcome = await httpGet({node, container, podAddress, action: handler.httpGet, timeoutMs});
  return outcome.kind === 'success' ? undefined : outcome.why;
}
