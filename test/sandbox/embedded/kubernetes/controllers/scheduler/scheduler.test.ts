import type {Node, Pod} from 'kubernetes-types/core/v1';
import {describe, expect, it} from 'vitest';
import {createScheduler} from '../../../../../../src/sandbox/embedded/controllers/scheduler/scheduler.ts';
import type {KubeObject, Stored} from '../../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {addNode, addPod, type ControlRig, createControlRig, eventsOf, type PodDraft} from '../control-rig.ts';

/** Three nodes like those of the recorded cluster: two workers in two zones, one control plane. */
function threeNodes(): ControlRig {
  const rig = createControlRig(() => [createScheduler()]);
  addNode(rig, 'a', {pods: '10', labels: {zone: 'z1'}});
  addNode(rig, 'b', {pods: '10', labels: {zone: 'z2'}});
  addNode(rig, 'c', {pods: '10', taints: [{key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule'}]});
  for (const [name, value] of [
    ['low', 10],
    ['middle', 20],
    ['high', 1000],
  ] as const)
    rig.admin.create('priorityclasses.scheduling.k8s.io', '', {metadata: {name}, value});
  return rig;
}

async function place(rig: ControlRig, name: string, draft: PodDraft = {}): Promise<Stored<Pod>> {
  addPod(rig, name, draft);
  await rig.clock.settle();
  return podOf(rig, name);
}

function podOf({admin}: ControlRig, name: string): Stored<Pod> {
  return admin.get<Stored<Pod>>('pods', 'default', name);
}

function whyOf(pod: Stored<Pod>): string | undefined {
  return pod.status?.conditions?.find(({type}) => type === 'PodScheduled')?.message;
}

type Spec = NonNullable<PodDraft['spec']>;

function near(kind: 'podAffinity' | 'podAntiAffinity', topologyKey: string): Spec {
  const term = {labelSelector: {matchLabels: {app: 'x'}}, topologyKey};
  return {affinity: {[kind]: {requiredDuringSchedulingIgnoredDuringExecution: [term]}}};
}

function onNode(name: string): Spec {
  const matchFields = [{key: 'metadata.name', operator: 'In', values: [name]}];
  const required = {nodeSelectorTerms: [{matchFields}]};
  return {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: required}}};
}

const unhelpful = (count: number): string => `${count} Preemption is not helpful for scheduling.`;
const preemption = 'no new claims to deallocate, preemption: 0/3 nodes are available:';

describe('the scheduler', () => {
  it('gives a Pod a node and says so', async () => {
    const rig = threeNodes();
    const pod = await place(rig, 'web');
    expect(['a', 'b']).toContain(pod.spec?.nodeName);
    expect(eventsOf(rig, 'web')).toEqual([
      `Normal Scheduled Successfully assigned default/web to ${pod.spec?.nodeName}`,
    ]);
    expect(pod.status?.conditions?.find(({type}) => type === 'PodScheduled')?.status).toBe('True');
    expect(rig.errors).toEqual([]);
  });

  it('takes a Pod up again when there is a node', async () => {
    const rig = createControlRig(() => [createScheduler()]);
    expect(whyOf(await place(rig, 'web'))).toBe('no nodes available to schedule pods');
    addNode(rig, 'a');
    await rig.clock.settle();
    expect(podOf(rig, 'web').spec?.nodeName).toBe('a');
  });

  it('writes down why a Pod has no node', async () => {
    const rig = threeNodes();
    const message = `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. ${preemption} ${unhelpful(3)}`;
    const pod = await place(rig, 'big', {cpu: '3'});
    expect(pod.status?.conditions?.find(({type}) => type === 'PodScheduled')).toMatchObject({
      observedGeneration: 1,
      status: 'False',
      reason: 'Unschedulable',
      message,
    });
    expect(eventsOf(rig, 'big')).toEqual([`Warning FailedScheduling ${message}`]);
  });

  it.each<[string, PodDraft, string]>([
    [
      'a label no node has',
      {spec: {nodeSelector: {disk: 'ssd'}}},
      `1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. ${preemption} ${unhelpful(3)}`,
    ],
    [
      'one node by its name, which is too small',
      {cpu: '3', spec: onNode('a')},
      `1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${preemption} ${unhelpful(3)}`,
    ],
    [
      'a node there is not',
      {spec: onNode('gone')},
      `3 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${preemption} ${unhelpful(3)}`,
    ],
    [
      'Pods to be near that are nowhere',
      {spec: near('podAffinity', 'zone')},
      `1 node(s) had untolerated taint(s), 2 node(s) didn't match pod affinity rules. ${preemption} ${unhelpful(3)}`,
    ],
  ])('says of a Pod that asks for %s what it found', async (_, draft, message) => {
    const rig = threeNodes();
    expect(whyOf(await place(rig, 'picky', draft))).toBe(`0/3 nodes are available: ${message}`);
  });

  it('passes over nodes that are cordoned', async () => {
    const rig = threeNodes();
    const node = rig.admin.get('nodes', '', 'a');
    rig.admin.update('nodes', {...node, spec: {unschedulable: true}});
    expect(whyOf(await place(rig, 'big', {cpu: '3'}))).toBe(
      '0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. ' +
        `${preemption} ${unhelpful(3)}`,
    );
    expect((await place(rig, 'web')).spec?.nodeName).toBe('b');
    expect((await place(rig, 'web2')).spec?.nodeName).toBe('b');
  });

  it('gives a port of a node away once', async () => {
    const rig = threeNodes();
    const ports = [{containerPort: 80, hostPort: 8080}];
    const spec = {nodeSelector: {zone: 'z1'}, containers: [{name: 'c', image: 'nginx', ports}]};
    expect((await place(rig, 'one', {spec})).spec?.nodeName).toBe('a');
    expect(whyOf(await place(rig, 'two', {spec}))).toBe(
      "0/3 nodes are available: 1 node(s) didn't have free ports for the requested pod ports, 1 node(s) didn't match " +
        `Pod's node affinity/selector, 1 node(s) had untolerated taint(s). ${preemption} 1 No preemption victims found for ` +
        `incoming pod, ${unhelpful(2)}`,
    );
    rig.admin.delete('pods', 'default', 'one', {gracePeriodSeconds: 0});
    await rig.clock.settle();
    expect(podOf(rig, 'two').spec?.nodeName).toBe('a');
  });

  it('keeps Pods apart that want to be, and others off them', async () => {
    const rig = threeNodes();
    const draft = {labels: {app: 'x'}, spec: near('podAntiAffinity', 'zone')};
    const homes = [(await place(rig, 'one', draft)).spec?.nodeName, (await place(rig, 'two', draft)).spec?.nodeName];
    expect(homes.sort()).toEqual(['a', 'b']);
    const nobody = `${preemption} 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`;
    expect(whyOf(await place(rig, 'three', draft))).toBe(
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match pod anti-affinity rules. ${nobody}`,
    );
    expect(whyOf(await place(rig, 'plain', {labels: {app: 'x'}}))).toBe(
      "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't satisfy existing pods anti-affinity " +
        `rules. ${nobody}`,
    );
  });

  it('spreads Pods that ask for it over the zones', async () => {
    const rig = threeNodes();
    const constraint = {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: {matchLabels: {app: 's'}},
      nodeAffinityPolicy: 'Ignore',
    };
    const draft = {labels: {app: 's'}, spec: {topologySpreadConstraints: [constraint]}};
    const homes = [];
    for (const name of ['one', 'two', 'three', 'four']) homes.push((await place(rig, name, draft)).spec?.nodeName);
    expect(homes.sort()).toEqual(['a', 'a', 'b', 'b']);
    const there = {...draft, spec: {...draft.spec, nodeSelector: {zone: 'z1'}}};
    await place(rig, 'five', there);
    expect(whyOf(await place(rig, 'six', there))).toBe(
      "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) didn't match pod topology " +
        'spread constraints, 1 node(s) had untolerated taint(s). ' +
        `${preemption} 1 No preemption victims found for incoming pod, ${unhelpful(2)}`,
    );
  });

  it('spreads the Pods of a Service over the nodes unasked', async () => {
    const rig = threeNodes();
    rig.admin.create('services', 'default', {
      metadata: {name: 'web'},
      spec: {selector: {app: 'w'}, ports: [{port: 80}]},
    });
    const homes = [];
    for (let index = 0; index < 8; index += 1)
      homes.push((await place(rig, `web-${index}`, {labels: {app: 'w'}})).spec?.nodeName);
    expect(homes.filter((home) => home === 'a')).toHaveLength(4);
  });

  it('leaves a Pod with gates, or with another scheduler, alone', async () => {
    const rig = threeNodes();
    const gated = await place(rig, 'gated', {spec: {schedulingGates: [{name: 'example.com/wait'}]}});
    expect(gated.spec?.nodeName).toBeUndefined();
    expect((await place(rig, 'other', {spec: {schedulerName: 'mine'}})).spec?.nodeName).toBeUndefined();
    rig.admin.update('pods', {...gated, spec: {...gated.spec, schedulingGates: []}});
    await rig.clock.settle();
    expect(podOf(rig, 'gated').spec?.nodeName).toBeDefined();
    expect(eventsOf(rig, 'other')).toEqual([]);
  });

  it('says nothing more while nothing happens that may help', async () => {
    const rig = threeNodes();
    await place(rig, 'big', {cpu: '3'});
    await place(rig, 'friend', {spec: near('podAffinity', 'zone')});
    addNode(rig, 'd', {cpu: '8', taints: [{key: 'special', effect: 'NoSchedule'}]});
    addNode(rig, 'e', {cpu: '1'});
    await place(rig, 'other');
    rig.admin.delete('nodes', '', 'e');
    const node = rig.admin.get<Stored<Node>>('nodes', '', 'a');
    const images = [{names: ['nginx'], sizeBytes: 1}];
    rig.admin.update('nodes', {...node, status: {...node.status, images}}, {subresource: 'status'});
    await rig.clock.settle();
    expect(eventsOf(rig, 'big')).toHaveLength(1);
    expect(eventsOf(rig, 'friend')).toHaveLength(2);
    addNode(rig, 'f', {cpu: '4', labels: {zone: 'z3'}});
    await place(rig, 'x', {labels: {app: 'x'}});
    await rig.clock.settle();
    expect(podOf(rig, 'big').spec?.nodeName).toBe('f');
    expect(podOf(rig, 'friend').spec?.nodeName).toBeDefined();
  });

  it('tries a Pod again after five minutes, and says so again', async () => {
    const rig = threeNodes();
    await place(rig, 'big', {cpu: '3'});
    const count = () =>
      rig.admin
        .list<KubeObject & {readonly reason: string; readonly count: number}>('events', 'default')
        .find(({reason}) => reason === 'FailedScheduling')?.count;
    await rig.clock.advance(290_000);
    expect(count()).toBe(1);
    await rig.clock.advance(50_000);
    expect(count()).toBe(2);
  });

  it('makes room for a Pod of higher priority', async () => {
    const rig = threeNodes();
    await place(rig, 'low', {cpu: '1800m', spec: {priorityClassName: 'low', nodeSelector: {zone: 'z1'}}});
    await place(rig, 'middle', {cpu: '1800m', spec: {priorityClassName: 'middle', nodeSelector: {zone: 'z2'}}});
    const high = await place(rig, 'high', {cpu: '1500m', spec: {priorityClassName: 'high'}});
    expect(whyOf(high)).toBe('0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.');
    expect(high.status?.nominatedNodeName).toBe('a');
    const victim = podOf(rig, 'low');
    expect(victim.metadata.deletionTimestamp).toBeDefined();
    expect(victim.status?.conditions?.find(({type}) => type === 'DisruptionTarget')).toMatchObject({
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
    });
    expect(eventsOf(rig, 'low').at(-1)).toBe(`Normal Preempted Preempted by pod ${high.metadata.uid} on node a`);
    // The room is kept: a lesser Pod does not get in meanwhile.
    rig.admin.delete('pods', 'default', 'low', {gracePeriodSeconds: 0});
    addPod(rig, 'quick', {cpu: '1500m', spec: {priorityClassName: 'low'}});
    await rig.clock.settle();
    expect(podOf(rig, 'high').spec?.nodeName).toBe('a');
    expect(podOf(rig, 'quick').spec?.nodeName).toBeUndefined();
    expect(rig.errors).toEqual([]);
  });
});
