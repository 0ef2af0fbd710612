import {describe, expect, it} from 'vitest';
import {createScheduler} from '../../../../../src/sandbox/embedded/controllers/scheduler/scheduler.ts';
import {createVolumeBinder} from '../../../../../src/sandbox/embedded/controllers/volumes/binder.ts';
import type {Claim, Volume} from '../../../../../src/sandbox/embedded/controllers/volumes/claims.ts';
import {createLocalPathProvisioner} from '../../../../../src/sandbox/embedded/controllers/volumes/local-path-provisioner.ts';
import {
  createClaimProtection,
  createVolumeProtection,
} from '../../../../../src/sandbox/embedded/controllers/volumes/protection.ts';
import {addNode, addPod, type ControlRig, createControlRig, eventsOf, type PodDraft} from './control-rig.ts';

interface StartOptions {
  readonly provisions?: boolean;
}

function start({provisions = true}: StartOptions = {}): ControlRig {
  const rig = createControlRig(() => [
    createScheduler(),
    createVolumeBinder(),
    createClaimProtection(),
    createVolumeProtection(),
    ...(provisions ? [createLocalPathProvisioner()] : []),
  ]);
  addNode(rig, 'a', {labels: {zone: 'z1'}});
  addNode(rig, 'b', {labels: {zone: 'z2'}});
  for (const [name, provisioner, volumeBindingMode] of [
    ['standard', 'rancher.io/local-path', 'WaitForFirstConsumer'],
    ['at-once', 'rancher.io/local-path', 'Immediate'],
    ['made-by-hand', 'kubernetes.io/no-provisioner', 'WaitForFirstConsumer'],
  ] as const)
    rig.admin.create('storageclasses.storage.k8s.io', '', {
      metadata: {name},
      provisioner,
      volumeBindingMode,
      reclaimPolicy: 'Delete',
    });
  return rig;
}

function addClaim({admin}: ControlRig, name: string, storageClassName: string): void {
  admin.create('persistentvolumeclaims', 'default', {
    metadata: {name},
    spec: {accessModes: ['ReadWriteOnce'], storageClassName, resources: {requests: {storage: '1Gi'}}},
  });
}

function addVolume({admin}: ControlRig, name: string, storageClassName: string, node?: string, storage = '2Gi'): void {
  const matchExpressions = [{key: 'kubernetes.io/hostname', operator: 'In', values: [node]}];
  admin.create('persistentvolumes', '', {
    metadata: {name},
    spec: {
      capacity: {storage},
      accessModes: ['ReadWriteOnce'],
      storageClassName,
      hostPath: {path: '/x'},
      ...(node ? {nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions}]}}} : {}),
    },
  });
}

async function use(rig: ControlRig, name: string, claimName: string, spec: PodDraft['spec'] = {}) {
  addPod(rig, name, {spec: {volumes: [{name: 'v', persistentVolumeClaim: {claimName}}], ...spec}});
  await rig.clock.settle();
}

const claimOf = ({admin}: ControlRig, name: string) => admin.find<Claim>('persistentvolumeclaims', 'default', name);
const volumeOf = ({admin}: ControlRig, name: string) => admin.find<Volume>('persistentvolumes', '', name);

function whyOf({admin}: ControlRig, pod: string): string | undefined {
  const {status} = admin.get<{status?: {conditions?: {message?: string}[]}} & Claim>('pods', 'default', pod);
  return (status?.conditions ?? []).find(({message}) => message !== undefined)?.message;
}

function nodeOf({admin}: ControlRig, pod: string): unknown {
  return (admin.get('pods', 'default', pod).spec as {nodeName?: string}).nodeName;
}

const unhelpful =
  'no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';

describe('a claim of a class that waits for its consumer', () => {
  it('gets a volume on the node of the first Pod that uses it, and gives it back', async () => {
    const rig = start();
    addClaim(rig, 'data', 'standard');
    await rig.clock.settle();
    expect(claimOf(rig, 'data')).toMatchObject({
      metadata: {finalizers: ['kubernetes.io/pvc-protection']},
      status: {phase: 'Pending'},
    });
    expect(eventsOf(rig, 'data')).toEqual([
      'Normal WaitForFirstConsumer waiting for first consumer to be created before binding',
    ]);
    await use(rig, 'web', 'data', {nodeSelector: {zone: 'z2'}});
    const name = `pvc-${claimOf(rig, 'data')?.metadata.uid}`;
    expect(nodeOf(rig, 'web')).toBe('b');
    expect(claimOf(rig, 'data')).toMatchObject({
      metadata: {
        annotations: {
          'pv.kubernetes.io/bind-completed': 'yes',
          'pv.kubernetes.io/bound-by-controller': 'yes',
          'volume.beta.kubernetes.io/storage-provisioner': 'rancher.io/local-path',
          'volume.kubernetes.io/selected-node': 'b',
          'volume.kubernetes.io/storage-provisioner': 'rancher.io/local-path',
        },
      },
      spec: {volumeName: name},
      status: {phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: {storage: '1Gi'}},
    });
    expect(volumeOf(rig, name)).toMatchObject({
      spec: {
        hostPath: {path: `/var/local-path-provisioner/${name}_default_data`, type: 'DirectoryOrCreate'},
        claimRef: {namespace: 'default', name: 'data'},
        persistentVolumeReclaimPolicy: 'Delete',
      },
      status: {phase: 'Bound'},
    });
    expect(eventsOf(rig, 'data')).toContain(`Normal ProvisioningSucceeded Successfully provisioned volume ${name}`);
    rig.admin.delete('persistentvolumeclaims', 'default', 'data');
    await rig.clock.settle();
    expect(claimOf(rig, 'data')?.metadata.deletionTimestamp).toBeDefined();
    rig.admin.delete('pods', 'default', 'web', {gracePeriodSeconds: 0});
    await rig.clock.settle();
    expect(claimOf(rig, 'data')).toBeUndefined();
    expect(volumeOf(rig, name)).toBeUndefined();
    expect(rig.errors).toEqual([]);
  });

  it('is waited for while nobody makes its volume', async () => {
    const rig = start({provisions: false});
    addClaim(rig, 'data', 'standard');
    await use(rig, 'web', 'data');
    expect(nodeOf(rig, 'web')).toBeUndefined();
    expect(eventsOf(rig, 'data').at(-1)).toMatch(
      /^Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'rancher.io\/local-path'/,
    );
    expect(whyOf(rig, 'web')).toBeUndefined();
    await rig.clock.advance(601_000);
    expect(eventsOf(rig, 'web')[0]).toBe(
      'Warning FailedScheduling running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
    );
  });

  it('takes a volume that is there only where it can be reached', async () => {
    const rig = start();
    addClaim(rig, 'data', 'made-by-hand');
    await use(rig, 'web', 'data', {nodeSelector: {zone: 'z1'}});
    expect(whyOf(rig, 'web')).toBe(
      "0/2 nodes are available: 1 node(s) didn't find available persistent volumes to bind, 1 node(s) didn't match Pod's " +
        `node affinity/selector. ${unhelpful}`,
    );
    addVolume(rig, 'there', 'made-by-hand', 'b');
    addVolume(rig, 'here', 'made-by-hand', 'a');
    await rig.clock.settle();
    expect(nodeOf(rig, 'web')).toBe('a');
    expect(claimOf(rig, 'data')?.spec?.volumeName).toBe('here');
    await use(rig, 'other', 'data', {nodeSelector: {zone: 'z2'}});
    expect(whyOf(rig, 'other')).toBe(
      "0/2 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) didn't match Pod's node " +
        `affinity/selector. ${unhelpful}`,
    );
    expect(volumeOf(rig, 'there')?.status?.phase).toBe('Available');
    expect(rig.errors).toEqual([]);
  });
});

describe('a claim that waits for nobody', () => {
  it('takes the smallest volume that is big enough, which is kept when it is gone', async () => {
    const rig = start();
    addVolume(rig, 'big', 'manual', undefined, '5Gi');
    addVolume(rig, 'small', 'manual', undefined, '500Mi');
    addVolume(rig, 'right', 'manual', undefined, '2Gi');
    addClaim(rig, 'data', 'manual');
    await rig.clock.settle();
    expect(claimOf(rig, 'data')).toMatchObject({
      spec: {volumeName: 'right'},
      status: {phase: 'Bound', capacity: {storage: '2Gi'}},
    });
    expect(volumeOf(rig, 'right')?.metadata.annotations).toEqual({'pv.kubernetes.io/bound-by-controller': 'yes'});
    rig.admin.delete('persistentvolumeclaims', 'default', 'data');
    await rig.clock.settle();
    expect(volumeOf(rig, 'right')?.status?.phase).toBe('Released');
    expect(rig.errors).toEqual([]);
  });

  it('says why it has none', async () => {
    const rig = start({provisions: false});
    addClaim(rig, 'none', '');
    addClaim(rig, 'unknown', 'fast');
    addClaim(rig, 'soon', 'at-once');
    await rig.clock.settle();
    expect(eventsOf(rig, 'none')).toEqual([
      'Normal FailedBinding no persistent volumes available for this claim and no storage class is set',
    ]);
    expect(eventsOf(rig, 'unknown')).toEqual([
      'Warning ProvisioningFailed storageclass.storage.k8s.io "fast" not found',
    ]);
    await use(rig, 'web', 'soon');
    await use(rig, 'web2', 'nope');
    expect(whyOf(rig, 'web')).toBe(
      '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    );
    expect(whyOf(rig, 'web2')).toBe('0/2 nodes are available: persistentvolumeclaim "nope" not found. not found');
  });

  it('has lost what was on a volume that is gone', async () => {
    const rig = start();
    addVolume(rig, 'disk', 'manual');
    addClaim(rig, 'data', 'manual');
    await rig.clock.settle();
    const {finalizers: _, ...metadata} = rig.admin.get('persistentvolumes', '', 'disk').metadata;
    rig.admin.delete('persistentvolumes', '', 'disk');
    rig.admin.update('persistentvolumes', {
      ...rig.admin.get('persistentvolumes', '', 'disk'),
      metadata: {...rig.admin.get('persistentvolumes', '', 'disk').metadata, finalizers: []},
    });
    await rig.clock.settle();
    expect(metadata.name).toBe('disk');
    expect(claimOf(rig, 'data')?.status?.phase).toBe('Lost');
    expect(eventsOf(rig, 'data')).toEqual([
      'Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    ]);
  });
});
