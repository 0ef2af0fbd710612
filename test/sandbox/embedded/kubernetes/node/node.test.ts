import {describe, expect, it} from 'vitest';
import type {KubeNode} from '../../../../../src/sandbox/embedded/node/kubelet/node-registration.ts';
import {createNodeRig, nodeName} from './rig.ts';

describe('a node', () => {
  it('enters the cluster with what it has, and says what it is', async () => {
    const rig = await createNodeRig();
    const {metadata, status} = rig.admin.get<KubeNode>('nodes', '', nodeName);
    expect(metadata.labels).toMatchObject({'kubernetes.io/hostname': nodeName, 'kubernetes.io/os': 'linux'});
    expect(status).toMatchObject({
      addresses: [
        {address: '172.18.0.2', type: 'InternalIP'},
        {address: nodeName, type: 'Hostname'},
      ],
      allocatable: {cpu: '2', memory: '8388608Ki', pods: '110'},
      nodeInfo: {kubeletVersion: 'v1.34.4', osImage: 'k8s-learn embedded engine (simulated)'},
    });
    expect(status?.conditions?.map(({type, status: state, reason}) => `${type}=${state} ${reason}`)).toEqual([
      'MemoryPressure=False KubeletHasSufficientMemory',
      'DiskPressure=False KubeletHasNoDiskPressure',
      'PIDPressure=False KubeletHasSufficientPID',
      'Ready=True KubeletReady',
    ]);
    expect(status?.images?.flatMap(({names}) => names)).toContain('docker.io/library/busybox:1.36');
    expect(rig.events(nodeName)).toEqual([
      'Normal Starting Starting kubelet.',
      `Normal NodeHasSufficientMemory Node ${nodeName} status is now: NodeHasSufficientMemory`,
      `Normal NodeHasNoDiskPressure Node ${nodeName} status is now: NodeHasNoDiskPressure`,
      `Normal NodeHasSufficientPID Node ${nodeName} status is now: NodeHasSufficientPID`,
      'Normal NodeAllocatableEnforced Updated Node Allocatable limit across pods',
      `Normal NodeReady Node ${nodeName} status is now: NodeReady`,
    ]);
  });

  it('says every ten seconds that it is there', async () => {
    const rig = await createNodeRig();
    await rig.clock.advance(10_000);
    expect(rig.admin.get('leases.coordination.k8s.io', 'kube-node-lease', nodeName)).toMatchObject({
      metadata: {ownerReferences: [{kind: 'Node', name: nodeName}]},
      spec: {holderIdentity: nodeName, leaseDurationSeconds: 40, renewTime: '2026-01-01T00:00:10.000000Z'},
    });
  });

  it('is not Ready while its network is not', async () => {
    const rig = await createNodeRig();
    const ready = () =>
      rig.admin.get<KubeNode>('nodes', '', nodeName).status?.conditions?.find(({type}) => type === 'Ready');
    rig.setNetwork(false);
    await rig.clock.advance(300);
    expect(ready()).toMatchObject({
      status: 'False',
      reason: 'KubeletNotReady',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    });
    rig.setNetwork(true);
    await rig.clock.advance(1000);
    expect(ready()).toMatchObject({status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z'});
  });
});
