import {describe, expect, it} from 'vitest';
import {createNodeRig} from './rig.ts';

const web = {name: 'web', image: 'nginx:1.27-alpine'};

describe('a readiness probe', () => {
  it('says that a page is missing, and makes its Pod Ready once it is there', async () => {
    const rig = await createNodeRig();
    await rig.run('kitchen', {
      containers: [{...web, readinessProbe: {httpGet: {path: '/open', port: 80}, periodSeconds: 2}}],
    });
    const ready = () => rig.pod('kitchen').status?.containerStatuses?.[0]?.ready;
    await rig.clock.advance(4000);
    expect(ready()).toBe(false);
    expect(rig.events('kitchen').at(-1)).toMatch(
      /^Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 404/,
    );
    expect(rig.pod('kitchen').status?.conditions).toContainEqual(
      expect.objectContaining({type: 'Ready', status: 'False', message: 'containers with unready status: [web]'}),
    );
    expect((await rig.exec('kitchen', ['touch', '/usr/share/nginx/html/open'])).code).toBe(0);
    await rig.clock.advance(2000);
    expect(ready()).toBe(true);
  });

  it('says that nobody listens', async () => {
    const rig = await createNodeRig();
    await rig.run('shut', {containers: [{...web, readinessProbe: {httpGet: {path: '/', port: 81}, periodSeconds: 1}}]});
    await rig.clock.advance(1000);
    const {podIP} = rig.pod('shut').status ?? {};
    expect(rig.events('shut').at(-1)).toBe(
      `Warning Unhealthy Readiness probe failed: Get "http://${podIP}:81/": dial tcp ${podIP}:81: connect: connection refused`,
    );
  });
});

describe('a liveness probe', () => {
  it('has its container started again', async () => {
    const rig = await createNodeRig();
    const livenessProbe = {httpGet: {path: '/nope', port: 80}, periodSeconds: 1, failureThreshold: 2};
    await rig.run('dies', {containers: [{...web, livenessProbe}]});
    await rig.clock.advance(2500);
    expect(rig.events('dies')).toContain(
      'Warning Unhealthy Liveness probe failed: HTTP probe failed with statuscode: 404 (x2)',
    );
    expect(rig.events('dies')).toContain('Normal Killing Container web failed liveness probe, will be restarted');
    expect(rig.pod('dies').status?.containerStatuses).toMatchObject([{restartCount: 1, ready: true}]);
  });

  it('by a command says what that wrote', async () => {
    const rig = await createNodeRig();
    const livenessProbe = {exec: {command: ['cat', '/tmp/healthy']}, periodSeconds: 1};
    await rig.run('box', {
      containers: [{name: 'box', image: 'busybox:1.36', command: ['sleep', '1000'], livenessProbe}],
    });
    await rig.clock.advance(1000);
    expect(rig.events('box').at(-1)).toBe(
      "Warning Unhealthy Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n",
    );
  });

  it('waits until the container has started', async () => {
    const rig = await createNodeRig();
    const tcpSocket = {port: 80};
    await rig.run('late', {
      containers: [
        {
          name: 'late',
          image: 'nginx:1.27-alpine',
          command: ['sh', '-c', "sleep 4; exec nginx -g 'daemon off;'"],
          startupProbe: {tcpSocket, periodSeconds: 1, failureThreshold: 30},
          livenessProbe: {tcpSocket, periodSeconds: 1, failureThreshold: 1},
        },
      ],
    });
    await rig.clock.advance(3000);
    expect(rig.pod('late').status?.containerStatuses).toMatchObject([{started: false, ready: false}]);
    await rig.clock.advance(3000);
    expect(rig.pod('late').status?.containerStatuses).toMatchObject([{started: true, ready: true, restartCount: 0}]);
  });
});
