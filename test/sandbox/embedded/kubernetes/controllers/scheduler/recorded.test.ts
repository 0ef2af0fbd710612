import {readFileSync} from 'node:fs';
import type {Pod} from 'kubernetes-types/core/v1';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {createScheduler} from '../../../../../../src/sandbox/embedded/controllers/scheduler/scheduler.ts';
import {createVolumeBinder} from '../../../../../../src/sandbox/embedded/controllers/volumes/binder.ts';
import type {Stored} from '../../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {type ControlRig, createControlRig, eventsOf} from '../control-rig.ts';
import {nodeDraft, nodeStatus, podDraft, priorityClasses, type Recorded, type Scenario} from './scenario.ts';

const folder = new URL('../../../../../fixtures/kubernetes-scheduling/', import.meta.url);
const scenarios: readonly Scenario[] = parse(readFileSync(new URL('scenarios.yaml', folder), 'utf8'));
const recorded: {
  readonly [scenario: string]: {readonly others: number; readonly outcomes: {readonly [pod: string]: Recorded}};
} = JSON.parse(readFileSync(new URL('recorded.json', folder), 'utf8'));

const collections: {readonly [kind: string]: string} = {
  StorageClass: 'storageclasses.storage.k8s.io',
  PersistentVolume: 'persistentvolumes',
  PersistentVolumeClaim: 'persistentvolumeclaims',
};

function start({nodes, objects = []}: Scenario, others: number): ControlRig {
  const rig = createControlRig(() => [createScheduler(), createVolumeBinder()]);
  for (const [name, wish] of Object.entries(nodes)) {
    const made = rig.admin.create('nodes', '', nodeDraft(name, wish));
    const ready = rig.admin.update('nodes', {...made, status: nodeStatus(wish)}, {subresource: 'status'});
    // What the node lifecycle controller makes of it.
    const cordoned = {key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule'};
    const {spec} = nodeDraft(name, wish);
    const taints = wish.unschedulable ? [...spec.taints, cordoned] : spec.taints;
    rig.admin.update('nodes', {...ready, spec: {...spec, taints}});
  }
  // Nodes of others that were there while it was recorded: nobody may go there.
  for (let index = 0; index < others; index += 1)
    rig.admin.create('nodes', '', {
      metadata: {name: `others-${index}`},
      spec: {taints: [{key: 'x', effect: 'NoSchedule'}]},
    });
  for (const draft of priorityClasses) rig.admin.create('priorityclasses.scheduling.k8s.io', '', draft);
  for (const object of objects) {
    const collection = collections[String(object.kind)] ?? '';
    rig.admin.create(collection, object.kind === 'PersistentVolumeClaim' ? 'default' : '', object);
  }
  return rig;
}

async function outcomeOf(rig: ControlRig, name: string): Promise<Recorded> {
  await rig.clock.settle();
  const pod = rig.admin.get<Stored<Pod>>('pods', 'default', name);
  const condition = pod.status?.conditions?.find(({type}) => type === 'PodScheduled');
  const leaving = rig.admin.list('pods', 'default').filter(({metadata}) => metadata.deletionTimestamp !== undefined);
  return {
    node: pod.spec?.nodeName ?? null,
    nominated: pod.status?.nominatedNodeName ?? null,
    reason: condition?.reason ?? null,
    message: condition?.message ?? null,
    events: eventsOf(rig, name, 'Pod'),
    victims: leaving.map(({metadata}) => metadata.name),
  };
}

/** Ids differ from cluster to cluster, and so does the name of the namespace. */
function comparable({events, ...rest}: Recorded): Recorded {
  return {
    ...rest,
    events: events.map((event) =>
      event.replace(/[0-9a-f]{8}(-[0-9a-f]+){4}/, 'UID').replace('k5-scheduling/', 'default/'),
    ),
  };
}

describe('the scheduler decides as the real one was seen to:', () => {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (name, scenario) => {
    const {others = 0, outcomes = {}} = recorded[name] ?? {};
    const rig = start(scenario, others);
    const seen: Record<string, Recorded> = {};
    for (const [pod, wish] of Object.entries(scenario.pods)) {
      rig.admin.create('pods', 'default', podDraft(pod, wish));
      seen[pod] = comparable(await outcomeOf(rig, pod));
    }
    const wanted = Object.fromEntries(Object.entries(outcomes).map(([pod, outcome]) => [pod, comparable(outcome)]));
    expect(seen).toEqual(wanted);
    expect(rig.errors).toEqual([]);
  });
});
