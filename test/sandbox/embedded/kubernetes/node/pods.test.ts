import {describe, expect, it} from 'vitest';
import {createNodeRig} from './rig.ts';

const sleeper = {name: 'main', image: 'busybox:1.36', command: ['sleep', '1000']};

describe('a Pod on a node', () => {
  it('runs, is Ready, and has an address', async () => {
    const rig = await createNodeRig();
    await rig.run('web', {containers: [{name: 'web', image: 'nginx:1.27-alpine'}]});
    const {status} = rig.pod('web');
    expect(status).toMatchObject({phase: 'Running', podIP: '10.244.1.2', hostIP: '172.18.0.2', qosClass: 'BestEffort'});
    expect(status?.conditions?.map(({type, status: state}) => `${type}=${state}`)).toEqual([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
    expect(status?.containerStatuses).toMatchObject([
      {
        name: 'web',
        image: 'docker.io/library/nginx:1.27-alpine',
        ready: true,
        restartCount: 0,
        started: true,
        state: {running: {startedAt: '2026-01-01T00:00:00Z'}},
        lastState: {},
      },
    ]);
    expect(rig.events('web')).toEqual([
      'Normal Pulled Container image "nginx:1.27-alpine" already present on machine',
      'Normal Created Created container: web',
      'Normal Started Started container web',
    ]);
  });

  it('writes what its containers say into files of the node, in the format of the CRI', async () => {
    const rig = await createNodeRig();
    await rig.run('greeter', {
      containers: [
        {name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'echo hello; echo oops >&2; sleep 1000']},
      ],
    });
    const [link] = rig.files.list('/var/log/containers');
    expect(link).toMatch(/^greeter_default_main-[0-9a-f]{64}\.log$/);
    expect(rig.files.readText(`/var/log/containers/${link}`)).toBe(
      '2026-01-01T00:00:00.200000000Z stdout F hello\n2026-01-01T00:00:00.200000000Z stderr F oops\n',
    );
    expect(await rig.logs('greeter')).toBe('hello\noops\n');
    expect(await rig.logs('greeter', {tailLines: 1, timestamps: true})).toBe('2026-01-01T00:00:00.200000000Z oops\n');
  });

  it('that ends with an error is started again, later each time', async () => {
    const rig = await createNodeRig();
    await rig.run('crash', {containers: [{...sleeper, command: ['sh', '-c', 'echo boom; exit 1']}]});
    // The first restart comes at once.
    expect(rig.pod('crash').status).toMatchObject({
      phase: 'Running',
      containerStatuses: [{restartCount: 1, ready: false, state: {terminated: {exitCode: 1, reason: 'Error'}}}],
    });
    await rig.clock.advance(2000);
    const {uid} = rig.pod('crash').metadata;
    expect(rig.pod('crash').status?.containerStatuses).toMatchObject([
      {
        restartCount: 1,
        state: {
          waiting: {
            reason: 'CrashLoopBackOff',
            message: `back-off 10s restarting failed container=main pod=crash_default(${uid})`,
          },
        },
        lastState: {terminated: {exitCode: 1}},
      },
    ]);
    await rig.clock.advance(9000);
    expect(rig.pod('crash').status?.containerStatuses?.[0]?.restartCount).toBe(2);
    expect(rig.events('crash').at(-1)).toMatch(
      /^Warning BackOff Back-off restarting failed container main in pod crash_default\(/,
    );
    expect(await rig.logs('crash', {previous: true})).toBe('boom\n');
    expect(rig.journal).toContain('"SyncLoop ADD" source="api" pods=["default/crash"]');
    expect(rig.journal.at(-1)).toMatch(/^"Error syncing pod, skipping" err="failed to .* with CrashLoopBackOff: /);
  });

  it('that is deleted has its time to end, and is gone then', async () => {
    const rig = await createNodeRig();
    await rig.run('stubborn', {containers: [sleeper]});
    rig.admin.delete('pods', 'default', 'stubborn');
    await rig.clock.advance(29_000);
    expect(rig.pod('stubborn').metadata.deletionTimestamp).toBeDefined();
    expect(rig.events('stubborn').at(-1)).toBe('Normal Killing Stopping container main');
    await rig.clock.advance(2000);
    expect(rig.admin.find('pods', 'default', 'stubborn')).toBeUndefined();
    expect(rig.runtime.containers()).toEqual([]);
    expect(rig.files.list('/var/log/containers')).toEqual([]);
  });
});
