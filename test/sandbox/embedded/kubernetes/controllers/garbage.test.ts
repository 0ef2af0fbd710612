import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createGarbageCollector} from '../../../../../src/sandbox/embedded/controllers/garbage/garbage-collector.ts';
import {createNamespaceController} from '../../../../../src/sandbox/embedded/controllers/namespaces/namespace-controller.ts';
import type {DeleteOptions} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import type {KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {addPod, type ControlRig, createControlRig, eventsOf, setStatus} from './control-rig.ts';

function start(): ControlRig {
  return createControlRig(() => [createGarbageCollector(), createNamespaceController()]);
}

interface Owning {
  readonly owners?: readonly KubeObject[];
  readonly blocks?: boolean;
  readonly finalizers?: readonly string[];
  readonly namespace?: string;
}

function add({admin}: ControlRig, name: string, {owners = [], blocks = false, finalizers, namespace}: Owning = {}) {
  const ownerReferences = owners.map(({apiVersion, kind, metadata}) => ({
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    ...(blocks ? {blockOwnerDeletion: true} : {}),
  }));
  return admin.create('configmaps', namespace ?? 'default', {
    metadata: {name, ...(owners.length > 0 ? {ownerReferences} : {}), ...(finalizers ? {finalizers} : {})},
  });
}

function names({admin}: ControlRig, namespace = 'default'): readonly string[] {
  return admin.list('configmaps', namespace).map(({metadata}) => metadata.name);
}

async function remove(rig: ControlRig, name: string, propagation: DeleteOptions['propagation']): Promise<void> {
  rig.admin.delete('configmaps', 'default', name, propagation ? {propagation} : {});
  await rig.clock.settle();
}

function release({admin}: ControlRig, name: string): void {
  const {finalizers: _, ...metadata} = admin.get('configmaps', 'default', name).metadata;
  admin.update('configmaps', {...admin.get('configmaps', 'default', name), metadata});
}

describe('the garbage collector', () => {
  it('deletes what has lost its last owner, all the way down', async () => {
    const rig = start();
    const [root, other] = [add(rig, 'root'), add(rig, 'other')];
    const child = add(rig, 'child', {owners: [root]});
    add(rig, 'grandchild', {owners: [child]});
    add(rig, 'shared', {owners: [root, other]});
    await rig.clock.settle();
    await remove(rig, 'root', 'Background');
    expect(names(rig)).toEqual(['other', 'shared']);
    expect(rig.admin.get('configmaps', 'default', 'shared').metadata.ownerReferences).toMatchObject([{name: 'other'}]);
    expect(rig.errors).toEqual([]);
  });

  it('keeps an owner in the foreground until what blocks it is gone', async () => {
    const rig = start();
    const root = add(rig, 'root');
    add(rig, 'stuck', {owners: [root], blocks: true, finalizers: ['example.com/keep']});
    add(rig, 'free', {owners: [root]});
    await rig.clock.settle();
    await remove(rig, 'root', 'Foreground');
    expect(names(rig)).toEqual(['root', 'stuck']);
    release(rig, 'stuck');
    await rig.clock.settle();
    expect(names(rig)).toEqual([]);
  });

  it('takes the owner out of what is left behind', async () => {
    const rig = start();
    const root = add(rig, 'root');
    add(rig, 'child', {owners: [root]});
    await rig.clock.settle();
    await remove(rig, 'root', 'Orphan');
    expect(names(rig)).toEqual(['child']);
    expect(rig.admin.get('configmaps', 'default', 'child').metadata.ownerReferences).toBeUndefined();
  });

  it('deletes what names an owner that never was', async () => {
    const rig = start();
    const gone = add(rig, 'gone');
    await remove(rig, 'gone', 'Background');
    add(rig, 'child', {owners: [gone]});
    await rig.clock.settle();
    expect(names(rig)).toEqual([]);
  });

  it('says so when an owner is in another namespace, and deletes', async () => {
    const rig = start();
    const there = add(rig, 'there', {namespace: 'kube-system'});
    add(rig, 'child', {owners: [there]});
    await rig.clock.settle();
    expect(names(rig)).toEqual([]);
    const {uid} = there.metadata;
    expect(eventsOf(rig, 'child')).toEqual([
      `Warning OwnerRefInvalidNamespace ownerRef [v1/ConfigMap, namespace: default, name: there, uid: ${uid}] does not ` +
        'exist in namespace "default"',
    ]);
  });

  it('leaves nothing that should go and takes nothing that should stay, whatever the order', async () => {
    const step = fc.oneof(
      fc.record({do: fc.constant('add' as const), owners: fc.array(fc.nat(30), {maxLength: 2}), blocks: fc.boolean()}),
      fc.record({
        do: fc.constant('remove' as const),
        which: fc.nat(30),
        how: fc.constantFrom('Background' as const, 'Foreground' as const, 'Orphan' as const),
      }),
      fc.record({do: fc.constant('wait' as const)}),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, {maxLength: 60}), async (steps) => {
        const rig = start();
        const made: KubeObject[] = [];
        for (const one of steps) {
          if (one.do === 'wait') await rig.clock.settle();
          else if (one.do === 'add') {
            const owners = [...new Set(one.owners)].flatMap((index) => made[index] ?? []);
            made.push(add(rig, `o${made.length}`, {owners, blocks: one.blocks}));
          } else {
            const found = made[one.which];
            if (found && rig.admin.find('configmaps', 'default', found.metadata.name))
              rig.admin.delete('configmaps', 'default', found.metadata.name, {propagation: one.how});
          }
        }
        await rig.clock.advance(2_000);
        const left = new Map(rig.admin.list('configmaps', 'default').map((one) => [one.metadata.uid, one]));
        for (const {metadata} of left.values()) {
          expect(metadata.deletionTimestamp).toBeUndefined();
          for (const {uid} of metadata.ownerReferences ?? []) expect(left.has(uid)).toBe(true);
        }
        for (const {metadata} of made) {
          const hadOwner = (metadata.ownerReferences ?? []).length > 0;
          const removed = steps.some((one) => one.do === 'remove' && made[one.which]?.metadata.uid === metadata.uid);
          if (!hadOwner && !removed) expect(left.has(metadata.uid)).toBe(true);
        }
        expect(rig.errors).toEqual([]);
      }),
      {numRuns: 60},
    );
  });
});

describe('a namespace that is deleted', () => {
  it('is emptied and goes', async () => {
    const rig = start();
    rig.admin.create('namespaces', '', {metadata: {name: 'mine'}});
    rig.admin.create('serviceaccounts', 'mine', {metadata: {name: 'default'}});
    add(rig, 'one', {namespace: 'mine'});
    addPod(rig, 'web', {namespace: 'mine'});
    rig.admin.delete('namespaces', '', 'mine');
    await rig.clock.settle();
    expect(rig.admin.find('namespaces', '', 'mine')).toBeUndefined();
    expect(names(rig, 'mine')).toEqual([]);
    expect(rig.admin.find('namespaces', '', 'default')).toBeDefined();
    expect(rig.errors).toEqual([]);
  });

  it('says what it waits for', async () => {
    const rig = start();
    rig.admin.create('namespaces', '', {metadata: {name: 'mine'}});
    rig.admin.create('configmaps', 'mine', {metadata: {name: 'fin', finalizers: ['k5.example/keep']}});
    rig.admin.create('serviceaccounts', 'mine', {metadata: {name: 'default'}});
    const pod = addPod(rig, 'web', {namespace: 'mine', spec: {nodeName: 'a'}});
    setStatus(rig, 'pods', pod, {phase: 'Running'});
    rig.admin.delete('namespaces', '', 'mine');
    await rig.clock.settle();
    const status = () => rig.admin.get('namespaces', '', 'mine').status as {conditions: {message: string}[]};
    expect(status().conditions.map(({message}) => message)).toContain(
      'Some resources are remaining: pods. has 1 resource instances',
    );
    rig.admin.delete('pods', 'mine', 'web', {gracePeriodSeconds: 0});
    await rig.clock.settle();
    expect(status().conditions.slice(3)).toMatchObject([
      {
        type: 'NamespaceContentRemaining',
        status: 'True',
        reason: 'SomeResourcesRemain',
        message: 'Some resources are remaining: configmaps. has 1 resource instances',
      },
      {
        type: 'NamespaceFinalizersRemaining',
        status: 'True',
        reason: 'SomeFinalizersRemain',
        message: 'Some content in the namespace has finalizers remaining: k5.example/keep in 1 resource instances',
      },
    ]);
    const {finalizers: _, ...metadata} = rig.admin.get('configmaps', 'mine', 'fin').metadata;
    rig.admin.update('configmaps', {...rig.admin.get('configmaps', 'mine', 'fin'), metadata});
    await rig.clock.settle();
    expect(rig.admin.find('namespaces', '', 'mine')).toBeUndefined();
  });

  it('takes everything in it along and nothing else, whatever owns what and whatever holds on', async () => {
    const thing = fc.record({
      namespace: fc.constantFrom('mine', 'yours'),
      resource: fc.constantFrom('configmaps', 'secrets', 'pods'),
      owner: fc.option(fc.nat(20), {nil: undefined}),
      holds: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(thing, {maxLength: 25}), fc.boolean(), async (things, settles) => {
        const rig = start();
        for (const name of ['mine', 'yours']) {
          rig.admin.create('namespaces', '', {metadata: {name}});
          rig.admin.create('serviceaccounts', name, {metadata: {name: 'default'}});
        }
        const made: (KubeObject & {readonly resource: string})[] = [];
        for (const [index, {namespace, resource, owner, holds}] of things.entries()) {
          const owned = made.filter(({metadata}) => metadata.namespace === namespace)[owner ?? -1];
          const ownerReferences = owned && [
            {
              apiVersion: 'v1',
              kind: owned.kind,
              name: owned.metadata.name,
              uid: owned.metadata.uid,
              blockOwnerDeletion: true,
            },
          ];
          const metadata = {
            name: `o${index}`,
            ...(ownerReferences ? {ownerReferences} : {}),
            ...(holds ? {finalizers: ['example.com/keep']} : {}),
          };
          const spec = resource === 'pods' ? {spec: {containers: [{name: 'c', image: 'nginx'}]}} : {};
          made.push({...rig.admin.create(resource, namespace, {metadata, ...spec}), resource});
        }
        if (settles) await rig.clock.settle();
        rig.admin.delete('namespaces', '', 'mine');
        await rig.clock.settle();
        for (const {resource, metadata} of made.filter(
          ({metadata}) => metadata.finalizers && metadata.namespace === 'mine',
        )) {
          const now = rig.admin.get(resource, 'mine', metadata.name);
          expect(now.metadata.deletionTimestamp !== undefined || resource !== 'pods').toBe(true);
          const {finalizers: _, ...rest} = now.metadata;
          rig.admin.update(resource, {...now, metadata: rest});
          await rig.clock.settle();
        }
        await rig.clock.advance(2_000);
        expect(rig.admin.find('namespaces', '', 'mine')).toBeUndefined();
        for (const resource of ['configmaps', 'secrets', 'pods', 'serviceaccounts'])
          expect(rig.admin.list(resource, 'mine')).toEqual([]);
        for (const {resource, metadata} of made.filter(({metadata}) => metadata.namespace === 'yours'))
          expect(rig.admin.find(resource, 'yours', metadata.name)?.metadata.deletionTimestamp).toBeUndefined();
        expect(
          made
            .filter(({metadata}) => metadata.namespace === 'yours')
            .every(({resource, metadata}) => rig.admin.find(resource, 'yours', metadata.name)),
        ).toBe(true);
        expect(rig.errors).toEqual([]);
      }),
      {numRuns: 40},
    );
  });
});
