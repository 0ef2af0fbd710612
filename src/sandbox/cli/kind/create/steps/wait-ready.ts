import {formatDuration} from '../../../go/duration.ts';
import {controlPlanes, runOn, versionOf} from '../../cluster/nodes.ts';
import {attempting} from '../../errors.ts';
import {pause} from '../node-image.ts';
import type {Creation} from './step.ts';

const betweenMs = 50;

/** Waits until the control plane's node is Ready, as long as `--wait` says. A cluster that is not is made all the same. */
export async function waitReady({kind, status, nodes, waitMs}: Creation): Promise<void> {
  if (waitMs === 0) return;
  const {docker, voice, context} = kind;
  await status.start(`Waiting ≤ ${inSeconds(waitMs)} for control-plane = Ready ⏳`);
  const [node = ''] = await controlPlanes(docker, nodes);
  const startedMs = context.clock.now();
  await attempting('failed to get Kubernetes version from node', () => versionOf(docker, node));
  while (context.clock.now() < startedMs + waitMs) {
    if (await isReady(kind, node)) {
      await status.end(true);
      await voice.info(` • Ready after ${inSeconds(context.clock.now() - startedMs)} 💚`);
      return;
    }
    await pause(context.clock, betweenMs);
  }
  await status.end(false);
  await voice.info(' • WARNING: Timed out waiting for Ready ⚠️');
}

async function isReady({docker}: Creation['kind'], node: string): Promise<boolean> {
  const selector = '--selector=node-role.kubernetes.io/control-plane';
  // Ready is the last of a node's conditions. The quotes are kind's: no shell takes them off.
  const output = "-o=jsonpath='{.items..status.conditions[-1:].status}'";
  try {
    const kubeconfig = '--kubeconfig=/etc/kubernetes/admin.conf';
    const {stdout} = await runOn(docker, node, 'kubectl', kubeconfig, 'get', 'nodes', selector, output);
    const states = stdout.trim().split(/\s+/);
    return states.every((state) => state.includes('True'));
  } catch {
    // The API server may not answer yet.
    return false;
  }
}

function inSeconds(ms: number): string {
  return formatDuration(Math.round(ms / 1000) * 1e9);
}
