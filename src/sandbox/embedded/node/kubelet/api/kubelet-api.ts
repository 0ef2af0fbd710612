import type {KubeletApi, PodRef} from '../../../kubernetes-api/kubelet-api.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import type {KubeletContext} from '../context.ts';
import {mainContainers} from '../pod.ts';
import type {PodState} from '../pod-state.ts';
import type {PodWorker} from '../pod-worker.ts';
import {attach} from './attach.ts';
import {execute} from './execute.ts';
import {writeLogs} from './logs.ts';
import {forwardPorts} from './port-forward.ts';
import {Usage} from './usage.ts';

/** What the API server asks of this node: logs, processes, connections, numbers. */
export function createKubeletApi(context: KubeletContext, find: (pod: PodRef) => PodWorker | undefined): KubeletApi {
  const usage = new Usage(context);
  const stateOf = (pod: PodRef): PodState => {
    const worker = find(pod);
    if (worker) return worker.state;
    const {namespace, name} = pod;
    throw new KubeRefusal(404, 'NotFound', `pod "${name}" in namespace "${namespace}" not found`, {name, kind: 'pods'});
  };
  return {
    logs: async (pod, options, to, signal) => writeLogs(stateOf(pod), withContainer(stateOf(pod), options), to, signal),
    exec: async (pod, options, channels) => execute(stateOf(pod), withContainer(stateOf(pod), options), channels),
    attach: async (pod, options, channels) => attach(stateOf(pod), withContainer(stateOf(pod), options), channels),
    portForward: async (pod, forwarding) => forwardPorts(stateOf(pod), forwarding),
    usage: () => usage.now(),
  };
}

/** '' is the only container, or the first. */
function withContainer<Options extends {readonly container: string}>({pod}: PodState, options: Options): Options {
  return options.container === '' ? {...options, container: mainContainers(pod)[0]?.name ?? ''} : options;
}
