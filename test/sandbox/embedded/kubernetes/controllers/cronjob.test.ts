import {expect, test} from 'vitest';
import {dueSince} from '../../../../../src/sandbox/embedded/controllers/workloads/cronjobs/due.ts';
import {parseSchedule} from '../../../../../src/sandbox/embedded/controllers/workloads/cronjobs/schedule.ts';
import {
  type CronJobObject,
  collections,
  type JobObject,
  type PodObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import {createControllersRig} from './controllers-rig.ts';

const labels = {'job-name': 'tick'};
const cronJob = (more = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: {name: 'tick', namespace: 'default'},
  spec: {
    schedule: '* * * * *',
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      spec: {
        completions: 1,
        parallelism: 1,
        backoffLimit: 6,
        template: {metadata: {labels}, spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'busybox'}]}},
      },
    },
    ...more,
  },
});

const get = (admin: Client) => admin.get<CronJobObject>(collections.cronJobs, 'default', 'tick');
const jobs = (admin: Client) => admin.list<JobObject>(collections.jobs, 'default');
const names = (admin: Client) => jobs(admin).map(({metadata}) => metadata.name);

function succeed({admin, kubelet}: ReturnType<typeof createControllersRig>): void {
  for (const pod of admin.list<PodObject>(collections.pods, 'default')) kubelet.mark(pod, 'succeeded');
}

const minuteOf = (text: string) => Date.parse(text) / 60_000;
const first = minuteOf('2026-01-01T00:01:00Z');

test('a CronJob makes a Job every minute and keeps the last three', async () => {
  const rig = createControllersRig();
  const {admin, clock, errors, events} = rig;
  admin.create(collections.cronJobs, 'default', cronJob());
  await clock.advance(61_000);
  expect(names(admin)).toEqual([`tick-${first}`]);
  expect(jobs(admin)[0]?.metadata.annotations).toEqual({
    'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T00:01:00Z',
  });
  expect(get(admin).status).toMatchObject({
    active: [{apiVersion: 'batch/v1', kind: 'Job', name: `tick-${first}`, namespace: 'default'}],
    lastScheduleTime: '2026-01-01T00:01:00Z',
  });
  succeed(rig);
  await clock.advance(1000);
  expect(get(admin).status).toEqual({
    lastScheduleTime: '2026-01-01T00:01:00Z',
    lastSuccessfulTime: '2026-01-01T00:01:01Z',
  });
  for (let minute = 0; minute < 4; minute += 1) {
    await clock.advance(60_000);
    succeed(rig);
  }
  await clock.advance(1000);
  expect(names(admin)).toEqual([`tick-${first + 2}`, `tick-${first + 3}`, `tick-${first + 4}`]);
  expect(errors).toEqual([]);
  expect(
    events()
      .filter((line) => line.includes('CronJob/tick'))
      .slice(0, 2),
  ).toEqual([
    `Normal SuccessfulCreate CronJob/tick cronjob-controller Created job tick-${first}`,
    `Normal SawCompletedJob CronJob/tick cronjob-controller Saw completed job: tick-${first}, condition: Complete`,
  ]);
});

test('Forbid skips a turn while the last Job still runs, Replace ends it', async () => {
  const forbidding = createControllersRig();
  forbidding.admin.create(collections.cronJobs, 'default', cronJob({concurrencyPolicy: 'Forbid'}));
  await forbidding.clock.advance(125_000);
  expect(names(forbidding.admin)).toEqual([`tick-${first}`]);
  expect(forbidding.events()).toContain(
    'Normal JobAlreadyActive CronJob/tick cronjob-controller Not starting job because prior execution is running and concurrency policy is Forbid',
  );
  const replacing = createControllersRig();
  replacing.admin.create(collections.cronJobs, 'default', cronJob({concurrencyPolicy: 'Replace'}));
  await replacing.clock.advance(125_000);
  expect(names(replacing.admin)).toEqual([`tick-${first + 1}`]);
});

test('a suspended one does nothing, and later makes up for the last missed time only', async () => {
  const {admin, clock} = createControllersRig();
  admin.create(collections.cronJobs, 'default', cronJob({suspend: true}));
  await clock.advance(300_000);
  expect(names(admin)).toEqual([]);
  admin.update(collections.cronJobs, {...get(admin), spec: {...get(admin).spec, suspend: false}});
  await clock.advance(1000);
  expect(names(admin)).toEqual([`tick-${first + 4}`]);
});

const times = (schedule: string, from: string, timeZone?: string) => {
  const parsed = parseSchedule(schedule, timeZone);
  const found: string[] = [];
  for (let at = Date.parse(from); found.length < 3; ) {
    at = parsed?.next(at) ?? Number.NaN;
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
};

test('schedules are understood as cron does', () => {
  expect(times('*/15 9-10 * * *', '2026-01-01T09:40:00Z')).toEqual([
    '2026-01-01T09:45',
    '2026-01-01T10:00',
    '2026-01-01T10:15',
  ]);
  expect(times('0 0 31 * *', '2026-01-01T00:00:00Z')).toEqual([
    '2026-01-31T00:00',
    '2026-03-31T00:00',
    '2026-05-31T00:00',
  ]);
  expect(times('30 6 13 * fri', '2026-01-01T00:00:00Z')).toEqual([
    '2026-01-02T06:30',
    '2026-01-09T06:30',
    '2026-01-13T06:30',
  ]);
  expect(times('@weekly', '2026-01-01T00:00:00Z')[0]).toBe('2026-01-04T00:00');
  expect(times('0 0 29 feb *', '2026-01-01T00:00:00Z')[0]).toBe('2028-02-29T00:00');
  expect(parseSchedule('61 * * * *', undefined)).toBeUndefined();
});

test('a time zone moves the hours, also where it has half ones and summer time', () => {
  expect(times('0 9 * * *', '2026-01-01T00:00:00Z', 'Asia/Kolkata')[0]).toBe('2026-01-01T03:30');
  expect(times('0 9 * * *', '2026-07-01T00:00:00Z', 'Europe/Berlin')[0]).toBe('2026-07-01T07:00');
  expect(times('0 9 * * *', '2026-01-01T00:00:00Z', 'Europe/Berlin')[0]).toBe('2026-01-01T08:00');
});

test('of very many missed times the last one is found', () => {
  const schedule = parseSchedule('* * * * *', undefined);
  if (!schedule) throw new Error('the schedule is a good one');
  const now = Date.UTC(2026, 5, 1, 12, 30, 30);
  expect(dueSince(schedule, Date.UTC(2026, 0, 1), now)).toEqual({lastMs: Date.UTC(2026, 5, 1, 12, 30), tooMany: true});
  expect(dueSince(schedule, now - 1000, now)).toEqual({lastMs: undefined, tooMany: false});
});
