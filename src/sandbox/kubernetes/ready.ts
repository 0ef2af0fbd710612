import {setTimeout as delay} from 'node:timers/promises';
import {LearnError} from '../../errors.ts';
import {KubernetesRefusal} from './api.ts';
import type {Cluster} from './cluster.ts';
import {clusterState} from './observe.ts';
import {listAt} from './read-object.ts';

const readyMs = 120_000;
const lookAgainMs = 300;

/** Every node Ready, and names are resolved. */
export async function isReady(cluster: Cluster): Promise<boolean> {
  try {
    const state = await clusterState(cluster);
    if (!state || state.nodes.length === 0 || !state.nodes.every(({ready}) => ready)) return false;
    const dns = await cluster.api.ask({path: '/apis/apps/v1/namespaces/kube-system/deployments/coredns'});
    return listAt(dns, 'status', 'conditions').some(({type, status}) => type === 'Available' && status === 'True');
  } catch (error) {
    if (error instanceof KubernetesRefusal) return false;
    throw error;
  }
}

/** Looks again until it is so; rejects with the error after two minutes. */
export async function until(is: () => boolean | Promise<boolean>, otherwise: () => LearnError): Promise<void> {
  const end = performance.now() + readyMs;
  while (!(await is())) {
    if (performance.now() > end) throw otherwise();
    await delay(lookAgainMs);
  }
}

export function notReady(what: string, fix: string): LearnError {
  return new LearnError({
    code: 'CLUSTER_NOT_READY',
    message: `The cluster does not come up: ${what}.`,
    fix,
    exitCode: 3,
  });
}
