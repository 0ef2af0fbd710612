import {describe, expect, it} from 'vitest';
import type {KubePod} from '../../../../../src/sandbox/embedded/node/kubelet/pod.ts';
import {createNodeRig, nodeName} from './rig.ts';

const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: clock
  namespace: kube-system
  labels: {tier: control-plane}
spec:
  hostNetwork: true
  terminationGracePeriodSeconds: 1
  containers:
  - name: clock
    image: busybox:1.36
    command: [sleep, "1000"]
`;
const name = `clock-${nodeName}`;

describe('a static Pod', () => {
  it('runs from a file of the node, and has a mirror in the API', async () => {
    const rig = await createNodeRig({manifests: {'clock.yaml': manifest}});
    const mirror = rig.pod(name, 'kube-system');
    expect(mirror.status).toMatchObject({phase: 'Running', podIP: '172.18.0.2', containerStatuses: [{ready: true}]});
    expect(mirror.metadata.annotations).toMatchObject({'kubernetes.io/config.source': 'file'});
    expect(mirror.metadata.ownerReferences).toMatchObject([{kind: 'Node', name: nodeName, controller: true}]);
    expect(mirror.metadata.labels).toEqual({tier: 'control-plane'});
  });

  it('ends when its file is moved away, and comes back with it', async () => {
    const rig = await createNodeRig({manifests: {'clock.yaml': manifest}});
    rig.files.rename('/etc/kubernetes/manifests/clock.yaml', '/etc/kubernetes/clock.yaml');
    await rig.clock.advance(4000);
    expect(rig.admin.find('pods', 'kube-system', name)).toBeUndefined();
    expect(rig.runtime.containers()).toEqual([]);
    rig.files.rename('/etc/kubernetes/clock.yaml', '/etc/kubernetes/manifests/clock.yaml');
    await rig.clock.advance(1000);
    expect(rig.pod(name, 'kube-system').status?.phase).toBe('Running');
  });

  it('does not care when its mirror is deleted', async () => {
    const rig = await createNodeRig({manifests: {'clock.yaml': manifest}});
    const before = rig.pod(name, 'kube-system').metadata.uid;
    rig.admin.delete('pods', 'kube-system', name);
    await rig.clock.advance(2000);
    const after = rig.admin.find<KubePod>('pods', 'kube-system', name);
    expect(after?.metadata.uid).not.toBe(before);
    expect(after?.status).toMatchObject({phase: 'Running', containerStatuses: [{restartCount: 0}]});
  });

  it('begins anew when its file is changed', async () => {
    const rig = await createNodeRig({manifests: {'clock.yaml': manifest}});
    const before = rig.pod(name, 'kube-system').metadata.uid;
    rig.files.write('/etc/kubernetes/manifests/clock.yaml', manifest.replace('1000', '2000'));
    await rig.clock.advance(5000);
    const after = rig.pod(name, 'kube-system');
    expect(after.metadata.uid).not.toBe(before);
    expect(after.spec?.containers[0]?.command).toEqual(['sleep', '2000']);
    expect(after.status).toMatchObject({phase: 'Running', containerStatuses: [{restartCount: 0, ready: true}]});
    expect(rig.runtime.containers()).toHaveLength(1);
  });

  it('is not started from a file that is no Pod, and the journal says why', async () => {
    const rig = await createNodeRig({manifests: {'odd.yaml': 'kind: Nothing\n', 'broken.yaml': 'a: [\n'}});
    expect(rig.admin.list('pods')).toEqual([]);
    const told = rig.journal.filter((line) => line.startsWith('"Could not process manifest file"'));
    expect(told).toHaveLength(2);
  });
});
