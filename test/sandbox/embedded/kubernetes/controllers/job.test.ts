import {expect, test} from 'vitest';
import {formatIndexes, parseIndexes} from '../../../../../src/sandbox/embedded/controllers/workloads/jobs/job-pods.ts';
import {
  collections,
  type JobObject,
  type PodObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {createControllersRig} from './controllers-rig.ts';

const labels = {'job-name': 'work'};
const job = (more = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {name: 'work', namespace: 'default'},
  spec: {
    backoffLimit: 6,
    completions: 1,
    parallelism: 1,
    manualSelector: true,
    selector: {matchLabels: labels},
    template: {metadata: {labels}, spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'busybox'}]}},
    ...more,
  },
});

const get = (admin: Client) => admin.get<JobObject>(collections.jobs, 'default', 'work');
const pods = (admin: Client) => admin.list<PodObject>(collections.pods, 'default');
const running = (admin: Client) => pods(admin).filter(({status}) => status?.phase === 'Running');

test('a Job is complete when enough Pods have succeeded', async () => {
  const {admin, clock, kubelet, errors, events} = createControllersRig();
  admin.create(collections.jobs, 'default', job({completions: 3, parallelism: 2}));
  await clock.advance(1000);
  const startTime = '2026-01-01T00:00:00Z';
  expect(get(admin).status).toEqual({active: 2, ready: 2, startTime, terminating: 0, uncountedTerminatedPods: {}});
  expect(pods(admin)[0]?.metadata.finalizers).toEqual(['batch.kubernetes.io/job-tracking']);
  for (const pod of running(admin)) kubelet.mark(pod, 'succeeded');
  await clock.advance(1000);
  expect(get(admin).status).toMatchObject({active: 1, succeeded: 2});
  for (const pod of running(admin)) kubelet.mark(pod, 'succeeded');
  await clock.advance(1000);
  const time = {lastProbeTime: '2026-01-01T00:00:02Z', lastTransitionTime: '2026-01-01T00:00:02Z'};
  const why = {message: 'Reached expected number of succeeded pods', reason: 'CompletionsReached', status: 'True'};
  expect(get(admin).status).toEqual({
    completionTime: '2026-01-01T00:00:02Z',
    conditions: [
      {...time, ...why, type: 'SuccessCriteriaMet'},
      {...time, ...why, type: 'Complete'},
    ],
    ready: 0,
    startTime,
    succeeded: 3,
    terminating: 0,
    uncountedTerminatedPods: {},
  });
  expect(pods(admin).flatMap(({metadata}) => metadata.finalizers ?? [])).toEqual([]);
  expect(errors).toEqual([]);
  expect(events().at(-1)).toBe('Normal Completed Job/work job-controller Job completed');
});

test('what fails is tried again after ten seconds, then twenty, until the limit', async () => {
  const {admin, clock, kubelet, events} = createControllersRig();
  const created: number[] = [];
  const start = clock.now();
  admin.watch(collections.pods, admin.revision(), ({type}) => {
    if (type === 'ADDED') created.push(Math.round((clock.now() - start) / 1000));
  });
  admin.create(collections.jobs, 'default', job({backoffLimit: 2}));
  for (let time = 0; time < 500; time += 1) {
    await clock.advance(100);
    for (const pod of running(admin)) kubelet.mark(pod, 'failed');
  }
  expect(created).toEqual([0, 10, 30]);
  expect(get(admin).status).toMatchObject({
    failed: 3,
    conditions: [
      {type: 'FailureTarget', reason: 'BackoffLimitExceeded'},
      {type: 'Failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit'},
    ],
  });
  expect(events().at(-1)).toBe(
    'Warning BackoffLimitExceeded Job/work job-controller Job has reached the specified backoff limit',
  );
});

test('an Indexed Job has a Pod for every index', async () => {
  const {admin, clock, kubelet} = createControllersRig();
  admin.create(collections.jobs, 'default', job({completions: 3, parallelism: 2, completionMode: 'Indexed'}));
  await clock.advance(1000);
  expect(pods(admin).map(({spec}) => spec.hostname)).toEqual(['work-0', 'work-1']);
  expect(pods(admin)[1]?.spec.containers[0]?.env).toEqual([
    {
      name: 'JOB_COMPLETION_INDEX',
      valueFrom: {
        fieldRef: {apiVersion: 'v1', fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']"},
      },
    },
  ]);
  for (const pod of running(admin)) kubelet.mark(pod, 'succeeded');
  await clock.advance(1000);
  expect(get(admin).status).toMatchObject({active: 1, completedIndexes: '0,1', succeeded: 2});
  for (const pod of running(admin)) kubelet.mark(pod, 'succeeded');
  await clock.advance(1000);
  expect(get(admin).status).toMatchObject({completedIndexes: '0-2', succeeded: 3});
});

test('a deadline ends a Job and its Pods', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.jobs, 'default', job({activeDeadlineSeconds: 5}));
  await clock.advance(6000);
  expect(pods(admin)).toEqual([]);
  expect(get(admin).status?.conditions?.at(-1)).toMatchObject({
    type: 'Failed',
    reason: 'DeadlineExceeded',
    message: 'Job was active longer than specified deadline',
  });
});

test('a suspended Job has no Pods and counts none as failed', async () => {
  const {admin, clock, events} = createControllersRig();
  admin.create(collections.jobs, 'default', job());
  await clock.advance(1000);
  const suspend = (value: boolean) =>
    admin.update(collections.jobs, {...get(admin), spec: {...get(admin).spec, suspend: value}});
  suspend(true);
  await clock.advance(1000);
  expect(pods(admin)).toEqual([]);
  expect(get(admin).status).toMatchObject({conditions: [{type: 'Suspended', status: 'True', reason: 'JobSuspended'}]});
  expect(get(admin).status?.failed).toBeUndefined();
  suspend(false);
  await clock.advance(1000);
  expect(get(admin).status?.startTime).toBe('2026-01-01T00:00:02Z');
  expect(running(admin)).toHaveLength(1);
  expect(get(admin).status?.conditions).toMatchObject([{type: 'Suspended', status: 'False', reason: 'JobResumed'}]);
  expect(events().filter((line) => line.includes('uspended') || line.includes('esumed'))).toEqual([
    'Normal Suspended Job/work job-controller Job suspended',
    'Normal Resumed Job/work job-controller Job resumed',
  ]);
});

test('a rule fails the whole Job, another ignores a failure', async () => {
  const {admin, clock} = createControllersRig();
  const rules = [
    {action: 'FailJob', onExitCodes: {operator: 'In', values: [42]}},
    {action: 'Ignore', onPodConditions: [{type: 'DisruptionTarget', status: 'True'}]},
  ];
  admin.create(collections.jobs, 'default', job({podFailurePolicy: {rules}, backoffLimit: 0}));
  await clock.advance(1000);
  const fail = (status: object) => {
    const [pod] = running(admin);
    if (pod)
      admin.update(
        collections.pods,
        {...pod, status: {...pod.status, phase: 'Failed', ...status}},
        {subresource: 'status'},
      );
    return pod?.metadata.name;
  };
  fail({conditions: [{type: 'DisruptionTarget', status: 'True'}]});
  await clock.advance(15_000);
  expect(get(admin).status?.failed).toBeUndefined();
  const terminated = {exitCode: 42, finishedAt: '2026-01-01T00:00:16Z'};
  const name = fail({
    containerStatuses: [{name: 'c', image: '', imageID: '', ready: false, restartCount: 0, state: {terminated}}],
  });
  await clock.advance(1000);
  expect(get(admin).status?.conditions?.at(-1)).toMatchObject({
    type: 'Failed',
    reason: 'PodFailurePolicy',
    message: `Container c for pod default/${name} failed with exit code 42 matching FailJob rule at index 0`,
  });
});

test('a finished Job goes after its time to live', async () => {
  const {admin, clock, kubelet} = createControllersRig();
  admin.create(collections.jobs, 'default', job({ttlSecondsAfterFinished: 10}));
  await clock.advance(1000);
  for (const pod of running(admin)) kubelet.mark(pod, 'succeeded');
  await clock.advance(9000);
  expect(get(admin).metadata.deletionTimestamp).toBeUndefined();
  await clock.advance(2000);
  expect(admin.find(collections.jobs, 'default', 'work')?.metadata.finalizers).toEqual(['foregroundDeletion']);
});

test('a Pod whose Job is gone is not held', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.jobs, 'default', job());
  await clock.advance(1000);
  admin.delete(collections.jobs, 'default', 'work', {propagation: 'Background'});
  await clock.advance(1000);
  expect(pods(admin).flatMap(({metadata}) => metadata.finalizers ?? [])).toEqual([]);
});

test('indexes are written as ranges and read again', () => {
  expect(formatIndexes([0, 1])).toBe('0,1');
  expect(formatIndexes([5, 2, 1, 0, 7, 8, 9])).toBe('0-2,5,7-9');
  expect([...parseIndexes('0-2,5')]).toEqual([0, 1, 2, 5]);
  expect(parseIndexes(undefined).size).toBe(0);
});
