import fc from 'fast-check';
import {expect, test} from 'vitest';
import {controllerOf, type KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {fuzzRuns} from '../fuzz-runs.ts';
import {anyOperations, calmOperations, type Operation, RandomCluster} from './random-cluster.ts';

const options = {numRuns: fuzzRuns(2), endOnFailure: true};
const many = (operation: fc.Arbitrary<Operation>) => fc.array(operation, {minLength: 500, maxLength: 500});

/** What is not as the specs ask for. */
function wrongAtRest(cluster: RandomCluster): readonly string[] {
  // A set that was orphaned may be in the way of a new one of its name, which then gets another.
  const errors = cluster.rig.errors.filter((error) => !error.endsWith('already exists'));
  const wrong = [...cluster.faults, ...errors];
  const [deployments, sets, pods] = [cluster.deployments(), cluster.sets(), cluster.pods()];
  const uids = new Set([...deployments, ...sets].map(({metadata}) => metadata.uid));
  for (const object of [...sets, ...pods] as readonly KubeObject[]) {
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.filter(({controller}) => controller).length > 1)
      wrong.push(`${object.metadata.name} has two controllers`);
    for (const {uid, name} of owners)
      if (!uids.has(uid)) wrong.push(`${object.metadata.name} has lost its owner ${name}`);
  }
  for (const {metadata, spec, status} of sets) {
    const mine = pods.filter((pod) => controllerOf(pod)?.uid === metadata.uid && pod.status?.phase === 'Running');
    if (mine.length !== spec.replicas)
      wrong.push(`${metadata.name} has ${mine.length} Pods and wants ${spec.replicas}`);
    if ((status?.availableReplicas ?? 0) !== mine.length) wrong.push(`${metadata.name} says it has others`);
  }
  for (const deployment of deployments) {
    const {metadata, spec, status} = deployment;
    const mine = sets.filter((set) => controllerOf(set)?.uid === metadata.uid);
    const wanted = spec.replicas ?? 1;
    const image = spec.template.spec?.containers[0]?.image;
    const newest = mine.filter((set) => set.spec.template?.spec?.containers[0]?.image === image);
    const total = mine.reduce((sum, set) => sum + (set.spec.replicas ?? 0), 0);
    if (status?.observedGeneration !== metadata.generation) wrong.push(`${metadata.name} has not seen its last change`);
    if (spec.paused === true) {
      // While it is paused between two templates, all it wants may be spread over them, with the surge.
      if (mine.length > 0 && total < wanted) wrong.push(`${metadata.name} is paused with ${total} of ${wanted}`);
      continue;
    }
    if (newest.length !== 1) wrong.push(`${metadata.name} has ${newest.length} ReplicaSets of its template`);
    if (newest[0]?.spec.replicas !== wanted || total !== wanted)
      wrong.push(
        `${metadata.name} has ${newest[0]?.spec.replicas} of ${total} Pods of its template and wants ${wanted}`,
      );
    if ((status?.availableReplicas ?? 0) !== wanted) wrong.push(`${metadata.name} says ${status?.availableReplicas}`);
    if (mine.length - 1 > 3) wrong.push(`${metadata.name} keeps ${mine.length - 1} old ReplicaSets`);
  }
  return wrong;
}

async function run(operations: readonly Operation[], watchesAvailability: boolean): Promise<RandomCluster> {
  const cluster = new RandomCluster({watchesAvailability});
  for (const operation of operations) await cluster.do(operation);
  await cluster.settle();
  return cluster;
}

test('whatever is done in whatever order, it ends as the specs ask, and there are never too many Pods', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(many(anyOperations), async (operations) => {
      expect(wrongAtRest(await run(operations, false))).toEqual([]);
    }),
    options,
  );
});

test('a rollout never leaves fewer Pods available than it may', {timeout: 120_000}, async () => {
  await fc.assert(
    fc.asyncProperty(many(calmOperations), async (operations) => {
      expect(wrongAtRest(await run(operations, true))).toEqual([]);
    }),
    options,
  );
});
