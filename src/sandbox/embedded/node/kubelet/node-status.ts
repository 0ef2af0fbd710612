import type {NodeCondition, NodeStatus, NodeSystemInfo} from 'kubernetes-types/core/v1';
import {hex} from '../../bytes/bytes.ts';
import {timestamp} from '../../controllers/event-recorder.ts';
import type {Frozen} from '../../kubernetes-api/object.ts';
import {machine as kernelMachine} from '../../runtime/fs/proc-machine.ts';
import type {Node} from '../node.ts';
import type {KubeletConfig} from './context.ts';
import {uuidOf} from './uuid.ts';

const mostPods = 110;
/** Upstream's `nodeStatusMaxImages`. */
const mostImages = 50;

export interface NodeFacts {
  readonly node: Node;
  readonly config: KubeletConfig;
  readonly before: Frozen<NodeStatus> | undefined;
}

/** What a node says of itself. https://kubernetes.io/docs/reference/node/node-status/ */
export function nodeStatus({node, config, before}: NodeFacts): Frozen<NodeStatus> {
  const {cpus, memoryBytes, diskBytes} = node.machine;
  const resources = {
    cpu: String(cpus),
    'ephemeral-storage': `${Math.floor(diskBytes / 1024)}Ki`,
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: `${Math.floor(memoryBytes / 1024)}Ki`,
    pods: String(mostPods),
  };
  return {
    ...before,
    addresses: [
      {address: node.address, type: 'InternalIP'},
      {address: node.name, type: 'Hostname'},
    ],
    allocatable: resources,
    capacity: resources,
    conditions: conditions(node, before?.conditions ?? []),
    daemonEndpoints: {kubeletEndpoint: {Port: 10_250}},
    images: imageList(node),
    nodeInfo: nodeInfo(node, config, before),
  };
}

/** It says honestly that nothing of it is real. */
function nodeInfo(node: Node, {version}: KubeletConfig, before: NodeFacts['before']): NodeSystemInfo {
  const known = before?.nodeInfo;
  const machineID = known?.machineID ?? hex(node.kernel.outside.random(16));
  return {
    architecture: 'amd64',
    bootID: known?.bootID ?? uuidOf(hex(node.kernel.outside.random(16))),
    containerRuntimeVersion: 'containerd://2.1.4-k8s-learn',
    kernelVersion: kernelMachine.release,
    kubeProxyVersion: '',
    kubeletVersion: version,
    machineID,
    operatingSystem: 'linux',
    osImage: 'k8s-learn embedded engine (simulated)',
    systemUUID: known?.systemUUID ?? machineID,
  };
}

function conditions(node: Node, before: readonly Frozen<NodeCondition>[]): readonly Frozen<NodeCondition>[] {
  const isReady = node.hasPodNetwork();
  const own: readonly Pick<NodeCondition, 'type' | 'status' | 'reason' | 'message'>[] = [
    {
      type: 'MemoryPressure',
      status: 'False',
      reason: 'KubeletHasSufficientMemory',
      message: 'kubelet has sufficient memory available',
    },
    {
      type: 'DiskPressure',
      status: 'False',
      reason: 'KubeletHasNoDiskPressure',
      message: 'kubelet has no disk pressure',
    },
    {
      type: 'PIDPressure',
      status: 'False',
      reason: 'KubeletHasSufficientPID',
      message: 'kubelet has sufficient PID available',
    },
    isReady
      ? {type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status'}
      : {type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: notReady},
  ];
  const now = timestamp(node.kernel.clock.now());
  const types = new Set(own.map(({type}) => type));
  const dated = own.map((condition) => {
    const known = before.find(({type}) => type === condition.type);
    const lastTransitionTime = known?.status === condition.status ? (known.lastTransitionTime ?? now) : now;
    return {lastHeartbeatTime: now, lastTransitionTime, ...condition};
  });
  return [...before.filter(({type}) => !types.has(type)), ...dated];
}

const notReady =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady ' +
  'message:Network plugin returns error: cni plugin not initialized';

function imageList({images}: Node): readonly {readonly names: readonly string[]; readonly sizeBytes: number}[] {
  return [...images.list()]
    .sort((one, other) => other.sizeBytes - one.sizeBytes)
    .slice(0, mostImages)
    .map(({tags, digests, sizeBytes}) => ({names: [...digests, ...tags], sizeBytes}));
}
