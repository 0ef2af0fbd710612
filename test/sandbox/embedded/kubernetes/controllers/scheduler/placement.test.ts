import fc from 'fast-check';
import type {Node, Pod} from 'kubernetes-types/core/v1';
import {expect, it} from 'vitest';
import {createScheduler} from '../../../../../../src/sandbox/embedded/controllers/scheduler/scheduler.ts';
import type {Stored} from '../../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {milliOf, wholeOf} from '../../../../../../src/sandbox/embedded/kubernetes-api/values/quantity.ts';
import {addNode, addPod, type ControlRig, createControlRig} from '../control-rig.ts';

const zones = ['z1', 'z2', 'z3'] as const;
const apps = ['x', 'y', undefined] as const;

const nodeDraft = fc.record({
  cpu: fc.integer({min: 1, max: 4}),
  pods: fc.integer({min: 1, max: 6}),
  zone: fc.constantFrom(...zones),
  tainted: fc.boolean(),
});

const podDraft = fc.record({
  cpu: fc.integer({min: 0, max: 20}),
  zone: fc.option(fc.constantFrom(...zones), {nil: undefined}),
  tolerates: fc.boolean(),
  app: fc.constantFrom(...apps),
  alone: fc.boolean(),
  side: fc.option(fc.constantFrom('hostname', 'zone'), {nil: undefined}),
});

const step = fc.oneof(
  {weight: 6, arbitrary: fc.record({do: fc.constant('pod' as const), pod: podDraft})},
  {weight: 2, arbitrary: fc.record({do: fc.constant('remove' as const), which: fc.nat(40)})},
  {weight: 1, arbitrary: fc.record({do: fc.constant('cordon' as const), which: fc.nat(4), on: fc.boolean()})},
  {weight: 1, arbitrary: fc.record({do: fc.constant('end' as const), which: fc.nat(40)})},
  {weight: 1, arbitrary: fc.record({do: fc.constant('wait' as const)})},
);

type PodWish = typeof podDraft extends fc.Arbitrary<infer T> ? T : never;

function specOf({cpu, zone, tolerates, app, alone, side}: PodWish) {
  const term = {labelSelector: {matchLabels: {app: app ?? 'x'}}, topologyKey: 'kubernetes.io/hostname'};
  const constraint = {
    maxSkew: 1,
    topologyKey: side === 'zone' ? 'zone' : 'kubernetes.io/hostname',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: {matchLabels: {app: app ?? 'x'}},
  };
  return {
    containers: [{name: 'c', image: 'nginx', resources: {requests: {cpu: `${cpu * 100}m`, memory: '1Mi'}}}],
    ...(zone ? {nodeSelector: {zone}} : {}),
    ...(tolerates ? {tolerations: [{key: 'special', operator: 'Exists'}]} : {}),
    ...(alone ? {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [term]}}} : {}),
    ...(side ? {topologySpreadConstraints: [constraint]} : {}),
  };
}

function podsOf({admin}: ControlRig): readonly Stored<Pod>[] {
  return admin.list<Stored<Pod>>('pods', 'default').filter(({status}) => status?.phase !== 'Succeeded');
}

function separates(one: Stored<Pod>, other: Stored<Pod>): boolean {
  const terms = one.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.some(({labelSelector}) => labelSelector?.matchLabels?.app === other.metadata.labels?.app);
}

/** Why a Pod may not be on a node, worked out the long way; what it is spread by is left out. */
function faultOf(pod: Stored<Pod>, node: Stored<Node>, others: readonly Stored<Pod>[]): string | undefined {
  const there = others.filter(
    ({spec, metadata}) => spec?.nodeName === node.metadata.name && metadata.uid !== pod.metadata.uid,
  );
  const cpu = [pod, ...there].reduce((sum, {spec}) => sum + milliOf(spec?.containers[0]?.resources?.requests?.cpu), 0);
  if (cpu > milliOf(node.status?.allocatable?.cpu)) return 'cpu';
  if (there.length + 1 > wholeOf(node.status?.allocatable?.pods)) return 'pods';
  if (node.spec?.unschedulable) return 'cordoned';
  const zone = pod.spec?.nodeSelector?.zone;
  if (zone && node.metadata.labels?.zone !== zone) return 'selector';
  const tolerates = pod.spec?.tolerations?.some(({key}) => key === 'special');
  if (node.spec?.taints?.some(({key}) => key === 'special') && !tolerates) return 'taint';
  if (there.some((other) => separates(pod, other) || separates(other, pod))) return 'anti-affinity';
  return undefined;
}

it('a Pod is never put where it may not be, and never left out where it could be', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(nodeDraft, {minLength: 1, maxLength: 5}),
      fc.array(step, {maxLength: 50}),
      async (nodes, steps) => {
        const rig = createControlRig(() => [createScheduler()]);
        for (const [index, {cpu, pods, zone, tainted}] of nodes.entries())
          addNode(rig, `n${index}`, {
            cpu: String(cpu),
            pods: String(pods),
            labels: {zone},
            ...(tainted ? {taints: [{key: 'special', effect: 'NoSchedule'}]} : {}),
          });
        const faults: string[] = [];
        rig.admin.watch('pods', rig.admin.revision(), ({object, before}) => {
          const [pod, earlier] = [object as Stored<Pod>, before as Stored<Pod> | undefined];
          if (!pod.spec?.nodeName || earlier?.spec?.nodeName) return;
          const fault = faultOf(pod, rig.admin.get<Stored<Node>>('nodes', '', pod.spec.nodeName), podsOf(rig));
          if (fault) faults.push(`${pod.metadata.name} on ${pod.spec.nodeName}: ${fault}`);
        });
        await perform(rig, steps);
        await rig.clock.advance(20_000);
        const waiting = podsOf(rig).filter(({spec}) => !spec?.nodeName && !spec?.topologySpreadConstraints);
        for (const pod of waiting)
          for (const node of rig.admin.list<Stored<Node>>('nodes'))
            if (faultOf(pod, node, podsOf(rig)) === undefined)
              faults.push(`${pod.metadata.name} could be on ${node.metadata.name}`);
        expect(faults).toEqual([]);
        expect(rig.errors).toEqual([]);
        rig.stop();
      },
    ),
    {numRuns: 40},
  );
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function perform(rig: ControlRig, steps: readonly Step[]): Promise<void> {
  let made = 0;
  for (const one of steps) {
    switch (one.do) {
      case 'pod': {
        const {app} = one.pod;
        addPod(rig, `p${made}`, {...(app ? {labels: {app}} : {}), spec: specOf(one.pod)});
        made += 1;
        break;
      }
      case 'remove':
        if (rig.admin.find('pods', 'default', `p${one.which}`))
          rig.admin.delete('pods', 'default', `p${one.which}`, {gracePeriodSeconds: 0});
        break;
      case 'end': {
        const pod = rig.admin.find<Stored<Pod>>('pods', 'default', `p${one.which}`);
        if (pod?.spec?.nodeName)
          rig.admin.update('pods', {...pod, status: {...pod.status, phase: 'Succeeded'}}, {subresource: 'status'});
        break;
      }
      case 'cordon': {
        const node = rig.admin.find<Stored<Node>>('nodes', '', `n${one.which}`);
        if (node) rig.admin.update('nodes', {...node, spec: {...node.spec, unschedulable: one.on}});
        break;
      }
      case 'wait':
        await rig.clock.settle();
    }
  }
}
