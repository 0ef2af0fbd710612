import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {createGarbageCollector} from '../../../../../src/sandbox/embedded/controllers/garbage/garbage-collector.ts';
import {createResourceQuotaController} from '../../../../../src/sandbox/embedded/controllers/quota/resource-quota-controller.ts';
import {createWorkloadControllers} from '../../../../../src/sandbox/embedded/controllers/workloads/index.ts';
import {
  collections,
  type NodeObject,
  type PodObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import type {Fields, KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {type ControllersRig, createControllersRig} from './controllers-rig.ts';
import {type ScenarioCluster, scenarios} from './scenarios.ts';
import {lookedAt, type Snapshot, snapshot, sorted} from './snapshot.ts';

type Recorded = {readonly [scenario: string]: {readonly [look: string]: Snapshot}};

/** What scripts/record-controllers.ts wrote down of a real cluster. */
const recorded: Recorded = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8'));
const nodes = ['probe-control-plane', 'probe-worker', 'probe-worker2'];
const longestMs = 200_000;

/** Our controllers under a kubelet that runs what the scenarios' Pods run. */
function createCluster(namespace: string): ControllersRig {
  const rig = createControllersRig({
    controllers: () => [...createWorkloadControllers(), createGarbageCollector(), createResourceQuotaController()],
    nodes: nodes.slice(1),
    // A shell's sleep does not hear that it is to end.
    endMs: (pod) => (pod.spec.containers[0]?.command?.[0] === 'sleep' ? 30_000 : 100),
    readyMs: (pod) => (pod.spec.containers[0]?.image === 'absent:1' ? 1e9 : 300),
  });
  const {admin, clock, kubelet} = rig;
  for (const name of nodes) {
    const node = admin.create<NodeObject>(collections.nodes, '', {metadata: {name}, spec: {}});
    const taints = name === nodes[0] ? [{key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule'}] : [];
    admin.update(collections.nodes, {...node, spec: {...node.spec, taints}});
  }
  admin.create('namespaces', '', {metadata: {name: namespace}});
  admin.create('serviceaccounts', namespace, {metadata: {name: 'default'}});
  admin.watch(collections.pods, admin.revision(), ({object, before}) => {
    const pod = object as unknown as PodObject;
    const [command] = pod.spec.containers[0]?.command ?? [];
    const began = pod.status?.phase === 'Running' && (before as PodObject | undefined)?.status?.phase !== 'Running';
    if (began && command === 'true') clock.after(200, () => kubelet.mark(pod, 'succeeded'));
    if (began && command === 'false') clock.after(200, () => fail(rig, pod));
  });
  return rig;
}

function fail({admin, clock}: ControllersRig, {metadata}: PodObject): void {
  const pod = admin.find<PodObject>(collections.pods, metadata.namespace ?? '', metadata.name);
  if (!pod) return;
  const finishedAt = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
  const containerStatuses = [
    {name: 'c', image: '', imageID: '', ready: false, restartCount: 0, state: {terminated: {exitCode: 1, finishedAt}}},
  ];
  const conditions = [{type: 'Ready', status: 'False', lastTransitionTime: finishedAt}];
  admin.update(
    collections.pods,
    {...pod, status: {phase: 'Failed', conditions, containerStatuses}},
    {subresource: 'status'},
  );
}

const stored: {readonly [plural: string]: string} = {
  deployments: collections.deployments,
  replicasets: collections.replicaSets,
  daemonsets: collections.daemonSets,
  statefulsets: collections.statefulSets,
  controllerrevisions: collections.controllerRevisions,
  jobs: collections.jobs,
  cronjobs: collections.cronJobs,
  poddisruptionbudgets: collections.disruptionBudgets,
};

function scenarioCluster(
  {admin, clock}: ControllersRig,
  namespace: string,
  looks: Record<string, Snapshot>,
): ScenarioCluster {
  const split = (at: string) => {
    const [plural = '', name = ''] = at.split('/');
    return {resource: stored[plural] ?? plural, name};
  };
  const list = (plural: string) => admin.list(stored[plural] ?? plural, namespace) as unknown as readonly Fields[];
  return {
    async create(object) {
      const resource = stored[`${String(object['kind']).toLowerCase()}s`] ?? `${String(object['kind']).toLowerCase()}s`;
      admin.create(resource, namespace, object);
    },
    async patch(at, patch) {
      const {resource, name} = split(at);
      admin.patch(resource, {namespace, name}, {type: 'merge', patch});
    },
    async remove(at, propagation = 'Background') {
      const {resource, name} = split(at);
      admin.delete(resource, namespace, name, {propagation});
    },
    async get(at) {
      const {resource, name} = split(at);
      return admin.get<KubeObject>(resource, namespace, name) as unknown as Fields;
    },
    list: async (plural) => list(plural),
    async until(holds) {
      for (const end = clock.now() + longestMs; !(await holds()); await clock.advance(100))
        if (clock.now() > end) throw new Error(`${namespace}: what is waited for does not come`);
    },
    async look(name) {
      await clock.advance(1500);
      looks[name] = sorted(snapshot(lookedAt.flatMap(list), list('events')));
    },
  };
}

describe('as the controllers of a real cluster', () => {
  for (const {name, run} of scenarios)
    test(name, {timeout: 60_000}, async () => {
      const namespace = `controllers-${name}`;
      const looks: Record<string, Snapshot> = {};
      const rig = createCluster(namespace);
      await run(scenarioCluster(rig, namespace, looks));
      const real = Object.entries(recorded[name] ?? {}).map(([look, seen]) => [look, sorted(seen)]);
      expect(looks).toEqual(Object.fromEntries(real));
    });
});
