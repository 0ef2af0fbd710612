import type {Node, Pod} from 'kubernetes-types/core/v1';
import {describe, expect, it} from 'vitest';
import {createNodeLifecycleController} from '../../../../../src/sandbox/embedded/controllers/nodes/node-lifecycle.ts';
import {createNodeIpamController} from '../../../../../src/sandbox/embedded/controllers/nodes/pod-cidr-allocator.ts';
import {createPodGarbageCollector} from '../../../../../src/sandbox/embedded/controllers/nodes/pod-garbage-collector.ts';
import {createTaintEvictionController} from '../../../../../src/sandbox/embedded/controllers/nodes/taint-eviction.ts';
import {createTtlController} from '../../../../../src/sandbox/embedded/controllers/nodes/ttl-controller.ts';
import type {Stored} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {addNode, addPod, type ControlRig, createControlRig, eventsOf, setStatus} from './control-rig.ts';

const leases = 'leases.coordination.k8s.io';

function start(): ControlRig {
  return createControlRig(() => [
    createNodeLifecycleController(),
    createNodeIpamController(),
    createTaintEvictionController(),
    createPodGarbageCollector(),
    createTtlController(),
  ]);
}

function nodeOf({admin}: ControlRig, name: string): Stored<Node> {
  return admin.get<Stored<Node>>('nodes', '', name);
}

/** Renews a node's lease every ten seconds for a while, as its kubelet does. */
async function beat(rig: ControlRig, name: string, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 10) {
    const renewTime = `${new Date(rig.clock.now()).toISOString().slice(0, 23)}000Z`;
    const spec = {holderIdentity: name, leaseDurationSeconds: 40, renewTime};
    const known = rig.admin.find(leases, 'kube-node-lease', name);
    if (known) rig.admin.update(leases, {...known, spec});
    else rig.admin.create(leases, 'kube-node-lease', {metadata: {name}, spec});
    await rig.clock.advance(10_000);
  }
}

function taintsOf(rig: ControlRig, name: string): readonly string[] {
  return (nodeOf(rig, name).spec?.taints ?? []).map(({key, effect}) => `${key}:${effect}`);
}

function run(rig: ControlRig, name: string, node: string, tolerations: readonly object[] = []): Stored<Pod> {
  const pod = addPod(rig, name, {spec: {nodeName: node, tolerations}});
  setStatus(rig, 'pods', pod, {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]});
  return pod;
}

describe('a node', () => {
  it('is greeted, and gets a network and a time to live', async () => {
    const rig = start();
    addNode(rig, 'a');
    addNode(rig, 'b');
    await rig.clock.settle();
    expect(eventsOf(rig, 'a')).toEqual(['Normal RegisteredNode Node a event: Registered Node a in Controller']);
    expect(['a', 'b'].map((name) => nodeOf(rig, name).spec?.podCIDR)).toEqual(['10.244.0.0/24', '10.244.1.0/24']);
    expect(nodeOf(rig, 'a').spec?.podCIDRs).toEqual(['10.244.0.0/24']);
    expect(nodeOf(rig, 'a').metadata.annotations?.['node.alpha.kubernetes.io/ttl']).toBe('0');
    rig.admin.delete('nodes', '', 'a');
    await rig.clock.settle();
    expect(eventsOf(rig, 'a').at(-1)).toBe('Normal RemovingNode Node a event: Removing Node a from Controller');
    expect(rig.errors).toEqual([]);
  });

  it('that is not heard of for 50 seconds is unknown, and its Pods are not ready', async () => {
    const rig = start();
    addNode(rig, 'a');
    addNode(rig, 'b');
    run(rig, 'web', 'a');
    await beat(rig, 'b', 40);
    expect(nodeOf(rig, 'a').status?.conditions?.[0]?.status).toBe('True');
    await beat(rig, 'b', 20);
    expect(nodeOf(rig, 'a').status?.conditions?.[0]).toMatchObject({
      type: 'Ready',
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(nodeOf(rig, 'b').status?.conditions?.[0]?.status).toBe('True');
    expect(taintsOf(rig, 'a')).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    expect(eventsOf(rig, 'a').at(-1)).toBe('Normal NodeNotReady Node a status is now: NodeNotReady');
    expect(eventsOf(rig, 'web')).toEqual(['Warning NodeNotReady Node is not ready']);
    expect(rig.admin.get<Stored<Pod>>('pods', 'default', 'web').status?.conditions?.[0]?.status).toBe('False');
    expect(rig.errors).toEqual([]);
  });

  it('that comes back is free of its taints', async () => {
    const rig = start();
    addNode(rig, 'a');
    addNode(rig, 'b');
    await beat(rig, 'b', 60);
    const conditions = [{type: 'Ready', status: 'True', reason: 'KubeletReady'}];
    setStatus(rig, 'nodes', nodeOf(rig, 'a'), {conditions});
    await rig.clock.settle();
    expect(taintsOf(rig, 'a')).toEqual([]);
  });

  it('makes nobody leave while no node at all is ready', async () => {
    const rig = start();
    addNode(rig, 'a');
    await rig.clock.advance(60_000);
    expect(taintsOf(rig, 'a')).toEqual(['node.kubernetes.io/unreachable:NoSchedule']);
  });

  it('that is cordoned is tainted, and no longer when it is uncordoned', async () => {
    const rig = start();
    addNode(rig, 'a', {unschedulable: true});
    await rig.clock.settle();
    expect(taintsOf(rig, 'a')).toEqual(['node.kubernetes.io/unschedulable:NoSchedule']);
    const {unschedulable: _, ...spec} = nodeOf(rig, 'a').spec ?? {};
    rig.admin.update('nodes', {...nodeOf(rig, 'a'), spec});
    await rig.clock.settle();
    expect(nodeOf(rig, 'a').spec?.taints).toBeUndefined();
  });
});

describe('Pods of a node with a NoExecute taint', () => {
  const toleration = {key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute'};

  it('leave when the time they tolerate it for is over', async () => {
    const rig = start();
    addNode(rig, 'a');
    addNode(rig, 'b');
    run(rig, 'short', 'a', [{...toleration, tolerationSeconds: 5}]);
    run(rig, 'usual', 'a');
    run(rig, 'stays', 'a', [{operator: 'Exists'}]);
    const leaves = (name: string) => rig.admin.get('pods', 'default', name).metadata.deletionTimestamp !== undefined;
    await beat(rig, 'b', 60);
    expect(leaves('short')).toBe(true);
    expect(eventsOf(rig, 'short').at(-1)).toBe('Normal TaintManagerEviction Marking for deletion Pod default/short');
    expect(leaves('usual')).toBe(false);
    await beat(rig, 'b', 300);
    expect(leaves('usual')).toBe(true);
    expect(leaves('stays')).toBe(false);
    expect(rig.errors).toEqual([]);
  });

  it('stay when the node comes back in time', async () => {
    const rig = start();
    addNode(rig, 'a');
    addNode(rig, 'b');
    run(rig, 'usual', 'a');
    await beat(rig, 'b', 100);
    setStatus(rig, 'nodes', nodeOf(rig, 'a'), {conditions: [{type: 'Ready', status: 'True', reason: 'KubeletReady'}]});
    await beat(rig, 'a', 10);
    expect(eventsOf(rig, 'usual').at(-1)).toBe('Normal TaintManagerEviction Cancelling deletion of Pod default/usual');
    await beat(rig, 'a', 400);
    expect(rig.admin.get('pods', 'default', 'usual').metadata.deletionTimestamp).toBeUndefined();
  });
});

describe('Pods nobody sees to', () => {
  it('go some time after their node', async () => {
    const rig = start();
    addNode(rig, 'a');
    run(rig, 'web', 'a');
    await rig.clock.settle();
    rig.admin.delete('nodes', '', 'a');
    await rig.clock.advance(30_000);
    expect(rig.admin.find('pods', 'default', 'web')).toBeDefined();
    await rig.clock.advance(40_000);
    expect(rig.admin.find('pods', 'default', 'web')).toBeUndefined();
    expect(rig.errors).toEqual([]);
  });
});
